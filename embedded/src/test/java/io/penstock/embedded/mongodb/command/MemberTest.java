package io.penstock.embedded.mongodb.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import de.bwaldvogel.mongo.bson.Document;
import io.penstock.embedded.mongodb.oplog.ClusterClock;
import io.penstock.embedded.mongodb.oplog.Keeper;
import io.penstock.embedded.mongodb.oplog.Oplog;
import io.penstock.embedded.mongodb.oplog.ServerRelease;
import io.penstock.embedded.mongodb.session.SessionTable;
import io.penstock.embedded.mongodb.store.Catalog;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Who waits for changes, as a {@code getMore} does on a change stream that has nothing to tell. */
class MemberTest {
    private static final int FOR_EVER = 1_000;

    private final Member member = new Member(
            ServerRelease.V7_0,
            "rs0",
            new ClusterClock(InstantSource.system(), 0),
            new Catalog(),
            new Oplog(100, 1 << 20),
            new SessionTable(),
            Keeper.NONE);
    private final Commands commands = new Commands(member);
    private final AtomicInteger looks = new AtomicInteger();

    @Test
    void whoWaits_should_notLookTimeAndAgain() {
        awaitLooks(FOR_EVER, Duration.ofMillis(200));

        // Once before it waits; a thread may wake up without a reason, but not all the time.
        assertThat(looks).hasValueBetween(1, 5);
    }

    @Test
    void whoWaits_should_lookWhenThereIsAChange() {
        CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> awaitLooks(3, Duration.ofMinutes(2)));

        for (int i = 1; i < 3; i++) {
            int before = i;
            await().until(() -> looks.get() >= before);
            commands.run(Request.of(
                    "shop",
                    new Document("insert", "orders").append("documents", List.of(new Document("_id", i))),
                    1,
                    "127.0.0.1:1"));
        }

        assertThat(waiting).succeedsWithin(Duration.ofMinutes(1));
    }

    private void awaitLooks(int enough, Duration limit) {
        member.guarded(() -> {
            member.await(() -> looks.incrementAndGet() == enough, limit);
            return true;
        });
    }
}
