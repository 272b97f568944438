package io.penstock.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.cli.demo.Order.Status;
import io.penstock.cli.demo.Step.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.bson.Document;
import org.junit.jupiter.api.Test;

class ShopLifeTest {
    private static final int STEPS = 20_000;

    @Test
    void hasEverythingThatHappensInAShop() {
        ShopLife life = new ShopLife(new Random(1), "t");
        Set<String> alive = new HashSet<>();
        Set<String> dead = new HashSet<>();
        Set<Kind> kinds = new HashSet<>();
        Set<Status> states = new HashSet<>();
        int again = 0;
        int nameless = 0;
        int oddTotals = 0;
        for (int i = 0; i < STEPS; i++) {
            Step step = life.next();
            String id = step.order().id();
            kinds.add(step.kind());
            states.add(step.order().status());
            if (step.kind() == Kind.PLACE) {
                assertThat(alive.add(id)).as("placed while it is there: %s", id).isTrue();
                again += dead.remove(id) ? 1 : 0;
                Document document = step.order().document(Instant.EPOCH);
                nameless += document.containsKey("customerId") ? 0 : 1;
                oddTotals += document.get("total") instanceof Document ? 1 : 0;
            } else {
                assertThat(alive).contains(id);
            }
            if (step.kind() == Kind.DELETE) {
                alive.remove(id);
                dead.add(id);
            }
        }
        assertThat(kinds).containsExactlyInAnyOrder(Kind.values());
        assertThat(states).containsExactlyInAnyOrder(Status.values());
        assertThat(again).isPositive();
        assertThat(nameless).isPositive();
        assertThat(oddTotals).isPositive();
    }

    @Test
    void isTheSameWithTheSameSeed() {
        assertThat(ids(7)).isEqualTo(ids(7)).isNotEqualTo(ids(8));
    }

    private static List<String> ids(long seed) {
        ShopLife life = new ShopLife(new Random(seed), "t");
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            Step step = life.next();
            ids.add(step.kind() + " " + step.order().id());
        }
        return ids;
    }
}
