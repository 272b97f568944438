package io.penstock.connectors.results;

import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.WriteModel;
import com.mongodb.kafka.connect.sink.converter.SinkDocument;
import com.mongodb.kafka.connect.sink.writemodel.strategy.WriteModelStrategy;
import java.util.List;
import org.apache.kafka.connect.errors.DataException;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonString;

/**
 * For the MongoDB connector of a Kafka Connect cluster, behind {@link ResultTransform}: a result takes the place of what is
 * there unless that is newer. The server compares, within the update: an upsert under a condition would tell each older
 * result as a duplicate key, which the connector takes for an error. Needs MongoDB 4.2 or later.
 */
public final class ForwardOnly implements WriteModelStrategy {
    @Override
    public WriteModel<BsonDocument> createWriteModel(SinkDocument record) {
        BsonDocument result = record.getValueDoc()
                .filter(value -> value.containsKey(Entry.ID) && value.containsKey(Entry.ORDER))
                .orElseThrow(() -> new DataException("The record is no result as " + ResultTransform.class.getName()
                        + " makes it: put that into the connector's 'transforms', and 'ByteArrayConverter' before it"));
        BsonDocument isNewer = new BsonDocument(
                "$gt",
                new BsonArray(List.of(
                        new BsonString("$" + Entry.ORDER), new BsonDocument("$literal", result.get(Entry.ORDER)))));
        BsonDocument chosen = new BsonDocument(
                "$cond",
                new BsonArray(List.of(isNewer, new BsonString("$$ROOT"), new BsonDocument("$literal", result))));
        return new UpdateOneModel<>(
                new BsonDocument(Entry.ID, result.get(Entry.ID)),
                List.of(new BsonDocument("$replaceWith", chosen)),
                new UpdateOptions().upsert(true));
    }
}
