package io.penstock.connectors.results;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.mongodb.MongoNamespace;
import io.penstock.records.Topics;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.bson.BsonDocument;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A topic that is copied into a collection.
 *
 * @param name what is copied, for names of groups, threads and messages: {@code results}
 * @param topic where it is read
 * @param target the collection
 * @param entries makes an entry of a record; empty: of this record there is none. It must not throw
 */
public record Copy(
        String name,
        String topic,
        MongoNamespace target,
        Function<ConsumerRecord<byte[], byte[]>, Optional<Entry>> entries) {
    private static final Logger LOG = LoggerFactory.getLogger(Copy.class);

    /**
     * Results: one document for each job, collection and task id, of the newest version.
     *
     * @param topics the deployment's
     * @param collection with its database: {@code penstock.results}
     */
    public static Copy results(Topics topics, String collection) {
        return new Copy("results", topics.results(), new MongoNamespace(collection), Copy::result);
    }

    private static Optional<Entry> result(ConsumerRecord<byte[], byte[]> read) {
        byte[] value = read.value() == null ? new byte[0] : read.value();
        ResultDocument.Source source =
                new ResultDocument.Source(read.topic(), read.partition(), read.offset(), read.timestamp());
        Optional<BsonDocument> document = ResultDocument.of(name -> header(read, name), value, source);
        if (document.isEmpty()) {
            LOG.warn("{} holds a record that is no result; it is passed over", source);
        }
        return document.map(Entry::of);
    }

    private static Optional<String> header(ConsumerRecord<byte[], byte[]> read, String name) {
        return Optional.ofNullable(read.headers().lastHeader(name))
                .map(Header::value)
                .map(value -> new String(value, UTF_8));
    }
}
