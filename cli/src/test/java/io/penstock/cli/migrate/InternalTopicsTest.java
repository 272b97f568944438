package io.penstock.cli.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.records.Topics;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a migration deletes, which cannot be made good. */
class InternalTopicsTest {
    private static final Set<String> SHOP = Set.of(
            "shop-ledger-changelog",
            "shop-backlog-changelog",
            "shop-directory-changelog",
            "shop-tasks-repartition",
            "shop.commands",
            "shop.intake");

    @Test
    void topicsOfAnotherApplication_whoseNameBeginsAlike_areNotDeleted() {
        Set<String> there = new HashSet<>(SHOP);
        SHOP.forEach(name -> there.add(name.replace("shop", "shop-eu")));
        SHOP.forEach(name -> there.add(name.replace("shop", "shop.eu")));
        SHOP.forEach(name -> there.add(name.replace("shop", "my-shop")));

        assertThat(InternalTopics.of(new Topics("shop"), there)).isEqualTo(SHOP);
    }

    @Test
    void whatOthersRead_andWhatLeadsAMigrationOn_isNotDeleted() {
        Topics topics = new Topics("shop");
        Set<String> there = Set.of(
                topics.results(),
                topics.deadLetters(),
                topics.taskEvents(),
                topics.commandAnswers(),
                topics.governor(),
                topics.jobs(),
                topics.notifications(),
                topics.sourceOffsets(),
                Topics.changes("shop", "shop.orders"));

        assertThat(InternalTopics.of(topics, there)).isEmpty();
    }
}
