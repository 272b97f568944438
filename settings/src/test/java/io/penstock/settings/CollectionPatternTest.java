package io.penstock.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CollectionPatternTest {
    @ParameterizedTest
    @CsvSource({
        "shop.orders,shop.orders,true",
        "shop.orders,shop.orders2,false",
        "shop.orders,shopXorders,false",
        "shop.orders.old,shop.orders.old,true",
        "shop.orders_*,shop.orders_,true",
        "shop.orders_*,shop.orders_2024.old,true",
        "shop.orders_*,shop.orders,false",
        "shop.*,shop.orders,true",
        "shop.*,shopping.orders,false",
        "shop.*,shop.system.views,false",
        "shop.*,shop.penstock_signals,false",
        "*.orders,shop.orders,true",
        "*.orders,shop.old.orders,false",
        "*.*,local.oplog.rs,false",
        "*.orders,penstock.orders,false",
        "pen*.orders,penstock.orders,false",
        "pen*.orders,penstocks.orders,true",
        "*.orders,Penstock.orders,true",
        "*.*,shop.a,true",
        "t*t.o*s,tenant.orders,true",
        "shop.a+b(c)*,shop.a+b(c)d,true"
    })
    void shouldMatch(String pattern, String namespace, boolean matches) {
        CollectionPattern parsed = CollectionPattern.of(pattern);

        assertThat(parsed.matches(namespace)).isEqualTo(matches);
        assertThat(namespace.matches(parsed.regex())).isEqualTo(matches);
        assertThat(parsed).hasToString(pattern);
    }

    @ParameterizedTest
    @CsvSource({
        "shop.orders,shop,true",
        "shop.orders,shopping,false",
        "config.shards,config,true",
        "shop.*,shop,true",
        "shop.*,shopping,false",
        "sh*.orders,shopping,true",
        "sh*.orders,workshop,false",
        "*.orders,shop,true",
        "*.orders,administration,true",
        "*.orders,admin,false",
        "*.orders,config,false",
        "*.orders,local,false",
        "*.orders,penstock,false",
        "*.orders,penstocks,true"
    })
    void shouldReachIntoDatabases(String pattern, String database, boolean reaches) {
        assertThat(CollectionPattern.of(pattern).reachesInto(database)).isEqualTo(reaches);
    }

    @Test
    void shouldKnowItsParts() {
        CollectionPattern pattern = CollectionPattern.of("shop.orders.old*");

        assertThat(pattern.database()).isEqualTo("shop");
        assertThat(pattern.collection()).isEqualTo("orders.old*");
        assertThat(pattern.isLiteral()).isFalse();
        assertThat(CollectionPattern.of("a.b").isLiteral()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"orders", "shop.", ".orders", "."})
    void shouldRefuseWhatHasNotTwoParts(String text) {
        assertThatThrownBy(() -> CollectionPattern.of(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
