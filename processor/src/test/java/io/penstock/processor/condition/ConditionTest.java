package io.penstock.processor.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionTest {
    private static final Change ORDER = Change.update("""
                    {"_id": {"$oid": "507f1f77bcf86cd799439011"}, "status": "paid", "total": {"$numberDecimal": "12.50"},
                     "n": {"$numberLong": "9007199254740993"}, "rate": 0.1, "whole": 3.0, "nan": NaN, "active": true,
                     "at": {"$date": 1700000000123}, "shipped": {"$date": 1700090000123}, "nothing": null,
                     "address": {"city": "Oslo", "geo": {"lat": 59.9}}, "first.last": "dotted",
                     "tags": ["new", "big"], "items": [{"sku": "a", "qty": 1}, {"sku": "b", "qty": 6}], "empty": []}
                    """)
            .before("{\"status\": \"placed\"}")
            .source("{\"collection\": \"orders\", \"ts_ms\": 1700000000000}");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "op != 'd' && doc.status == 'paid'",
                "op == 'u'",
                "op in ['c', 'u']",
                "before.status != doc.status",
                "source.collection == 'orders'",
                "doc.active",
                "doc.address.city == 'Oslo' && doc.address.geo.lat > 59",
                "doc['first.last'] == 'dotted'",
                "doc.items[1].qty == 6 && doc.items[0].sku == 'a'",
                "doc == doc && doc != before",
                "doc.tags == ['new', 'big']",
                "doc._id == '507f1f77bcf86cd799439011'",
                "doc.status.startsWith('pa') && doc.status.endsWith('id') && doc.status.contains('ai')",
                "doc.status.matches('^pa.d$')",
                "'new' in doc.tags && 'city' in doc.address",
                "size(doc.items) == 2 && doc.items.size() == 2 && size(doc.status) == 4 && size(doc.address) == 2",
                "doc.items.exists(i, i.qty > 5)",
                "doc.items.all(i, i.qty > 0)",
                "doc.items.exists_one(i, i.sku == 'b')",
                "doc.items.filter(i, i.qty > 5).size() == 1",
                "doc.items.map(i, i.sku) == ['a', 'b']",
                "doc.items.map(i, i.qty > 1, i.qty * 2)[0] == 12",
                "doc.items.exists(i, doc.tags.exists(t, t == 'big' && i.qty == 6))",
                "doc.items.exists(doc, doc.qty == 6)",
                "doc.address.exists(key, key == 'city')",
                "has(doc.address.city) && has(doc.nothing)",
                "doc.total > 100 ? false : doc.active",
            })
    void should_hold(String expression) {
        assertThat(Condition.compile(expression).holds(ORDER)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "doc.total == 12.5 && doc.total == 12.50 && doc.total < 12.51 && doc.total >= 12.5",
                "doc.n == 9007199254740993 && doc.n != 9007199254740992 && doc.n > 9007199254740992.0",
                "doc.rate == 0.1 && doc.rate < 0.2 && doc.rate > 0",
                "doc.whole == 3 && doc.whole in [1, 2, 3]",
                "doc.nan == 'NaN' && !(doc.nan > 0) && !(doc.nan <= 0)",
                "doc.total * 2 == 25 && doc.total + doc.whole == 15.5 && doc.total - 1 == 11.5 && doc.total / 5 == 2.5",
                "doc.n + 1 == 9007199254740994 && doc.n % 10 == 3 && -doc.n < 0",
                "9223372036854775807 + doc.items[0].qty > 9223372036854775807",
                "int(doc.whole) == 3 && double(doc.total) == 12.5 && string(doc.total) == '12.50' && int('7') == 7",
            })
    void should_compare_numbers_by_value(String expression) {
        assertThat(Condition.compile(expression).holds(ORDER)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "timestamp(doc.at) < timestamp('2024-01-01T00:00:00Z')",
                "doc.at < timestamp('2024-01-01T00:00:00+02:00')",
                "doc.at == timestamp('2023-11-14T22:13:20.123Z') && doc.at == '2023-11-14T22:13:20.123Z'",
                "doc.at > '2023-11-14' && doc.at < '2023-11-15'",
                "string(duration('90m')) == '5400s' && doc.shipped - doc.at > duration('24h') && doc.at + duration('1h30m') < doc.shipped",
                "timestamp(doc.at).getFullYear() == 2023 && timestamp(doc.at).getHours('Europe/Oslo') == 23",
                "timestamp(doc.at).getMonth() == 10 && timestamp(doc.at).getDate() == 14",
                "(timestamp(doc.shipped) - timestamp(doc.at)).getHours() == 25",
                "timestamp(1700000000) < timestamp(doc.at) && int(timestamp(doc.at)) == 1700000000",
                "!(timestamp(doc.status) < timestamp('2024-01-01T00:00:00Z'))",
            })
    void should_compare_dates(String expression) {
        assertThat(Condition.compile(expression).holds(ORDER)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "doc.x == null && doc.a.b.c == null && doc['x'] == null && doc.items[7] == null && doc.status.x == null",
                "doc.nothing == null && doc.x == doc.nothing && doc.x != 5",
                "!(doc.x > 5) && !(doc.x < 5) && !(doc.x >= 5) && !(doc.x <= 5) && !(doc.x == 5)",
                "!(doc.status > 5) && !(doc.total > 'a') && !(doc.active < 1) && doc.status != 5",
                "!has(doc.x) && !has(doc.a.b) && !has(doc.status.x)",
                "!doc.x && !(doc.x && true) && (doc.x || true) && (doc.x ? false : true)",
                "!doc.x.startsWith('a') && !doc.x.matches('.*') && !doc.total.contains('1') && !('a' in doc.x)",
                "size(doc.x) == 0 && doc.x.size() == 0 && size(doc.empty) == 0 && !(size(doc.total) > 0)",
                "!doc.x.exists(i, true) && doc.x.all(i, false) && doc.x.filter(i, true).size() == 0",
                "!doc.items.exists(i, i.price > 5) && doc.items.all(i, i.price == null)",
                "doc.x + 1 == null && doc.x * doc.y == null && -doc.x == null && doc.status + 1 == null",
                "!(int(doc.x) == 0) && !(int(doc.status) > 0) && !(string(doc.x) == '') && !(double(doc.status) < 1.0)",
                "!(timestamp(doc.x) < timestamp('2024-01-01T00:00:00Z'))",
                "doc.items['a'] == null && doc.items[-1] == null && doc.address[0] == null",
            })
    void should_take_what_is_absent_or_of_another_type_for_no_error(String expression) {
        assertThat(Condition.compile(expression).holds(ORDER)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "doc == null && doc.status == null && before == null",
                "!(doc.total > 5) && !has(doc.total) && !doc.items.exists(i, true)"
            })
    void should_take_the_document_of_a_delete_for_null(String expression) {
        assertThat(Condition.compile(expression).holds(Change.delete())).isTrue();
    }

    @Test
    void should_fetch_no_document_that_it_does_not_need() {
        Condition condition = Condition.compile("op != 'd' && doc.status == 'paid'");

        assertThat(condition.holds(new Untouchable("d"))).isFalse();
        assertThatThrownBy(() -> condition.holds(new Untouchable("u")))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void should_tell_whether_it_looks_at_the_document() {
        Condition byOperation = Condition.compile("op == 'c' && ['doc'].exists(before, before == 'doc')");
        Condition byAllElse = Condition.compile("before.x == 1 || source.db == 'a'");
        Condition byAll = Condition.compile("doc.x == before.x || source.db == 'a'");

        assertThat(byOperation.usesDocument()).isFalse();
        assertThat(byAllElse.usesDocument()).isFalse();
        assertThat(byAll.usesDocument()).isTrue();
    }

    @Test
    void should_say_where_and_why_it_cannot_be_compiled() {
        assertFault("doc.status = 'paid'", "line 1, column 12", "; write == to compare");
        assertFault("doc.status == ", "line 1, column 15");
        assertFault(
                "op == 'c' &&\n  dok.total > 5", "line 2, column 3", "no variable 'dok'", "did you mean 'doc'?", "  ^");
        assertFault("status == 'paid'", "no variable 'status'", "doc.status");
        assertFault("doc.status.startWith('a')", "no function 'startWith'", "did you mean 'startsWith'?");
        assertFault("lower(doc.status) == 'a'", "no function 'lower'");
        assertFault("op > 5", "line 1, column 4", "'_>_'", "(string, int)");
        assertFault("'paid'", "line 1, column 1", "true or false", "string");
        assertFault("doc.status.matches('(')", "regular expression", "'('");
        assertFault("doc.at > timestamp('2024-13-01')", "line 1, column 19", "timestamp");
        assertFault("doc.n > 1u", "unsigned");
        assertFault("doc.address == {'city': 'Oslo'}", "objects cannot be written");
        assertFault("", "line 1, column 1");
    }

    private static void assertFault(String expression, String... parts) {
        assertThatThrownBy(() -> Condition.compile(expression))
                .as(expression)
                .isInstanceOf(ConditionException.class)
                .hasMessageContainingAll(parts);
    }

    @Test
    void should_say_why_it_cannot_be_evaluated() {
        assertThatThrownBy(
                        () -> Condition.compile("doc.n / doc.zero > 1").holds(Change.update("{\"n\": 1, \"zero\": 0}")))
                .isInstanceOf(ConditionException.class)
                .hasMessageContainingAll("line 1, column 7", "zero");
        assertThatThrownBy(() ->
                        Condition.compile("'a'.matches(doc.pattern)").holds(Change.update("{\"pattern\": \"(\"}")))
                .isInstanceOf(ConditionException.class)
                .hasMessageContaining("regular expression");
        assertThatThrownBy(() -> Condition.compile("doc.at + duration('2562047788015215h30m') > doc.at")
                        .holds(Change.update("{\"at\": {\"$date\": 9223372036854775807}}")))
                .isInstanceOf(ConditionException.class)
                .hasMessageContaining("line 1, column 8");
    }

    /** Fails whoever asks for more than the operation. */
    private record Untouchable(String op) implements ConditionInput {
        @Override
        public Optional<JsonNode> document() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<JsonNode> before() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<JsonNode> source() {
            throw new UnsupportedOperationException();
        }
    }
}
