package io.penstock.embedded.mongodb;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import io.penstock.embedded.mongodb.oplog.ServerRelease;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A stream that is read as fast as others write costs a question for a group of events, not one for each. */
class GroupedEventsIT {
    private static final int WRITES = 2_000;

    @ParameterizedTest
    @EnumSource(ServerRelease.class)
    void aReaderThatKeepsPace_shouldAskOnceForManyEvents(ServerRelease release) throws Exception {
        AtomicInteger questions = new AtomicInteger();
        CommandListener counting = new CommandListener() {
            @Override
            public void commandStarted(CommandStartedEvent event) {
                if (event.getCommandName().equals("getMore")) {
                    questions.incrementAndGet();
                }
            }
        };
        try (MongoStandIn standIn = MongoStandIn.start(StandInOptions.defaults().withRelease(release));
                MongoClient reader = MongoClients.create(MongoClientSettings.builder()
                        .applyConnectionString(new ConnectionString(standIn.uri()))
                        .addCommandListener(counting)
                        .build());
                MongoClient writer = MongoClients.create(standIn.uri());
                var stream = orders(reader).watch().cursor()) {
            long begun = System.nanoTime();
            CompletableFuture<Void> writing = CompletableFuture.runAsync(
                    () -> IntStream.range(0, WRITES).forEach(i -> orders(writer).insertOne(new Document("_id", i))),
                    task -> new Thread(task).start());
            List<Integer> told = new ArrayList<>();
            while (told.size() < WRITES) {
                told.add(Objects.requireNonNull(stream.next().getDocumentKey())
                        .getInt32("_id")
                        .getValue());
            }
            long milliseconds = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
            writing.join();

            assertThat(told)
                    .containsExactlyElementsOf(
                            IntStream.range(0, WRITES).boxed().toList());
            // After each answer that brings something come five milliseconds of silence.
            assertThat((long) questions.get()).isLessThanOrEqualTo(milliseconds / 5 + 2);
        }
    }

    private static MongoCollection<Document> orders(MongoClient client) {
        return client.getDatabase("shop").getCollection("orders");
    }
}
