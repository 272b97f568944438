package io.penstock.embedded.mongodb.oplog;

import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.List;

/**
 * What an update changed.
 *
 * @param updatedFields dotted path to new value
 * @param removedFields dotted paths
 * @param truncatedArrays {@code {field, newSize}} each
 */
public record UpdateDescription(Document updatedFields, List<String> removedFields, List<Document> truncatedArrays) {

    static UpdateDescription of(Difference difference) {
        UpdateDescription description = new UpdateDescription(new Document(), new ArrayList<>(), new ArrayList<>());
        difference.tell("", description);
        return description;
    }

    /** Whether nothing is told. */
    public boolean isEmpty() {
        return updatedFields.isEmpty() && removedFields.isEmpty() && truncatedArrays.isEmpty();
    }
}
