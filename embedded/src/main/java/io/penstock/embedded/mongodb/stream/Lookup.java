package io.penstock.embedded.mongodb.stream;

import de.bwaldvogel.mongo.bson.Document;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where an event gets the document from that it was not told with. */
public interface Lookup {
    /** The document as it is now, without what is not committed. */
    Optional<Document> committed(UUID collection, @Nullable Object id);
}
