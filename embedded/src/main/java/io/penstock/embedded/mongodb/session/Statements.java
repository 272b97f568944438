package io.penstock.embedded.mongodb.session;

import de.bwaldvogel.mongo.bson.Document;
import java.util.Optional;

/**
 * The results of a retryable write's statements, by number. A driver that lost the reply sends the command again with
 * the same transaction number: what was done is then answered and not done again.
 */
public interface Statements {
    /** Remembers nothing: for writes that are not retryable. */
    Statements NONE = new Statements() {
        @Override
        public Optional<Document> done(int statement) {
            return Optional.empty();
        }

        @Override
        public void remember(int statement, Document result) {
            // Nobody will ask.
        }
    };

    /** The result of a statement that was done before. */
    Optional<Document> done(int statement);

    /** Keeps the result of a statement. */
    void remember(int statement, Document result);
}
