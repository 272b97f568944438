package io.penstock.settings.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.settings.yaml.LocatedProblem;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with a file is told with its place, what was meant, and what to do. */
class ProblemsInAFileTest {
    private static final String JOB = "jobs: [{name: a, collection: shop.orders, handler: document}]";

    @ParameterizedTest(name = "{0}")
    @DisplayName("a problem at the top of the file")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        topcis: {partitions: 3}                 | 1:1  | unknown key 'topcis', did you mean 'topics'?
        partitions: 3                           | 1:1  | unknown key 'partitions' in the file, did you mean 'partitions' of 'topics'?
        shard-key: /a                           | 1:1  | unknown key 'shard-key' in the file, did you mean 'shard-key' of a job?
        zzzzzzzzzzzzzz: 1                       | 1:1  | unknown key 'zzzzzzzzzzzzzz'; the file has the keys
        topics: {Retention_: 3d}                | 1:10 | did you mean 'retention'?
        topics: {partitions: six}               | 1:22 | 'partitions' must be a whole number from 1 to 10000, and not 'six'
        topics: {partitions: 0}                 | 1:22 | and not '0'
        topics: {partitions: 1.5}               | 1:22 | and not '1.5'
        topics: {partitions: [1]}               | 1:10 | and not a list
        topics: {partitions: }                  | 1:21 | 'partitions' has no value
        topics: {partitions: ~}                 | 1:22 | 'partitions' has no value
        topics: {retention: 7 days}             | 1:21 | must be a duration from 1m to 36500d, such as 250ms, 30s, 12h, 7d or PT1H30M, and not '7 days'
        topics: {retention: -1d}                | 1:21 | and not '-1d'
        topics: {retention: 99999999999999999d} | 1:21 | must be a duration
        topics: {max-record-bytes: 3 apples}    | 1:28 | must be a size from 16KB to 512MB, such as 512KB, 64MB or 1GB, and not '3 apples'
        topics: {max-record-bytes: 1TB}         | 1:28 | and not '1TB'
        topics: 6                               | 1:9  | 'topics' must be a section with the keys 'max-record-bytes', 'partitions'
        topics: {partitions: 1, partitions: 2}  | 1:25 | 'partitions' was given before, in line 1
        source: {document: lokup}               | 1:20 | must be 'lookup' or 'post-image' or 'delta', and not 'lokup'; did you mean 'lookup'?
        source: {document: POST_IMAGE}          | 1:20 | did you mean 'post-image'?
        source: {document: something}           | 1:20 | 'document' must be 'lookup' or 'post-image' or 'delta', and not 'something'
        task-events: [all]                      | 1:1  | and not a list
        application: 1st shop                   | 1:14 | beginning with a letter
        application: penstock.shop              | 1:14 | Write 'penstock-shop'
        broker: {port: 65536}                   | 1:16 | a whole number from 0 to 65535
        ledger: {retention: 6d}                 | 1:21 | must not be shorter than 'topics.retention' (7d)
        memory: {cache: 8MB, write-buffers: 9MB} | 1:37 | 'memory.write-buffers' (9MB) is a part of 'memory.cache' (8MB) and cannot be larger
        mongodb: {uri: "http://user:s3cret@x"}  | 1:16 | 'uri' must be MongoDB's connection string
        mongodb: {uri: "mongodb://x/?replicaSet=r&readPreference=secondaryPreferred"} | 1:16 | 'uri' must not have another 'readPreference' than primary
        mongodb: {uri: "mongodb://x/?readpreference=nearest&tls=true"} | 1:16 | write 'database.read-from' for where handlers read
        mongodb: {uri: "mongodb://x/?slaveOk=true"} | 1:16 | 'uri' must not have another 'readPreference' than primary
        kafka: [a]                              | 1:1  | 'kafka' must hold properties ('name: value'), and not a list
        kafka: {linger.ms: }                    | 1:19 | the property 'linger.ms' must be one value or a list of such
        kafka: {a.b: 1, a: {b: 2}}              | 1:24 | the property 'a.b' was given before, in line 1
        concurrency: 0                          | 1:14 | 'concurrency' must be a whole number from 1 to 100000, and not '0'
        commit: adaptiv                         | 1:9  | must be 'adaptive' or a duration from 10ms to 5s, such as 250ms, 30s, 12h, 7d or PT1H30M, and not 'adaptiv'; did you mean 'adaptive'?
        commit: 1m                              | 1:9  | and not '1m'
        shutdown: {grace: 2h}                   | 1:19 | 'grace' must be a duration from 0s to 1h
        threads: {min: 3, max: 2}               | 1:24 | 'threads.max' (2) must not be below 'threads.min' (3)
        kafka: *other                           | 1:8  | an alias, which this file cannot have
        mongodb: {password: *s3cret}            | 1:21 | an alias, which this file cannot have
        """)
    void shouldBeTold(String yaml, String place, String message) {
        LocatedProblem problem = onlyProblem(yaml + "\n" + JOB);

        assertThat(problem.location()).hasToString(place);
        assertThat(problem.message()).contains(message).doesNotContain("s3cret");
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("a problem with a job")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        shardkey: /a                         | 5:5  | unknown key 'shardkey', did you mean 'shard-key'?
        partitions: 1                        | 5:5  | did you mean 'partitions' of 'topics'?
        version: version                     | 5:14 | must be a JSON pointer to a field, such as /customerId or /address/city, and not 'version'; did you mean '/version'?
        shard-key: $.customer.id             | 5:16 | did you mean '/customer/id'?
        shard-key: items[0].sku              | 5:16 | did you mean '/items/0/sku'?
        shard-key: /                         | 5:16 | must be a JSON pointer to a field
        shard-key: ""                        | 5:16 | must be a JSON pointer to a field
        shard-key: /a~2b                     | 5:16 | '~' itself is written '~0'
        content: /items                      | 5:14 | did you mean [/items]?
        content: non                         | 5:14 | did you mean 'none'?
        content: []                          | 5:5  | write 'none' if every change is to run
        content: [/items, total]             | 5:23 | 'content[1]' must be a JSON pointer
        run: onec                            | 5:10 | must be 'every-version' or 'once', and not 'onec'; did you mean 'once'?
        execution: queue                     | 5:16 | must be 'inline' or 'queued', and not 'queue'; did you mean 'queued'?
        execution: inlin                     | 5:16 | did you mean 'inline'?
        max-attempts: 0                      | 5:19 | a whole number from 1 to 1000
        when: ""                             | 5:11 | 'when' must be text
        settings: EUR                        | 5:15 | 'settings' must hold properties
        initial: 5s                          | 5:5  | did you mean 'initial' of a job's 'retry'?
        linger: 5s                           | 5:5  | did you mean 'linger' of a job's 'batch'?
        """)
    void shouldBeToldOfAJob(String line, String place, String message) {
        LocatedProblem problem = onlyProblem("""
                jobs:
                  - name: invoice
                    collection: shop.orders
                    handler: document
                    %s
                """.formatted(line));

        assertThat(problem.location()).hasToString(place);
        assertThat(problem.message()).contains(message);
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("a problem with what a job watches")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        orders                | put the database's name and a dot before it
        shop.                 | must be a collection with its database
        .orders               | must be a collection with its database
        "shop\\\\.orders"     | a pattern is no regular expression
        (shop\\w).orders       | a pattern is no regular expression
        []                    | an empty list
        {db: shop}            | and not a section with keys of its own
        penstock.results      | what Penstock itself writes
        penstock.anything     | what Penstock itself writes
        "p*.ledger"           | what Penstock itself writes
        "*.*"                 | what Penstock itself writes
        shop.penstock_signals | what Penstock itself writes
        local.oplog.rs        | MongoDB's own
        admin.system.users    | MongoDB's own
        shop.system.views     | MongoDB's own
        """)
    void shouldRefuseCollections(String collection, String message) {
        String yaml = "jobs: [{name: a, handler: document, collection: %s}]";

        assertThat(onlyProblem(yaml.formatted(collection)).message()).contains(message);
    }

    @Test
    void shouldTellAllProblemsAtOnceInTheOrderOfTheFile() {
        List<String> problems = problems("""
                application: 7
                topics:
                  partitions: many
                  retention: soon
                jobs:
                  - name: Invoice
                    colection: shop.orders
                    handler: document
                  - name: invoice
                    collection: shop.orders
                    handler: document
                  - name: invoice
                    collection: shop.customers
                """);

        assertThat(problems)
                .satisfiesExactly(
                        first -> assertThat(first).startsWith("1:14: 'application' must be"),
                        second -> assertThat(second).startsWith("3:15: 'partitions' must be"),
                        third -> assertThat(third).startsWith("4:14: 'retention' must be"),
                        missing -> assertThat(missing).startsWith("6:5: the required key 'collection' is missing"),
                        fourth -> assertThat(fourth).startsWith("6:11: 'name' must be"),
                        fifth ->
                                assertThat(fifth).isEqualTo("7:5: unknown key 'colection', did you mean 'collection'?"),
                        sixth -> assertThat(sixth).startsWith("12:5: the required key 'handler' is missing"),
                        last -> assertThat(last)
                                .isEqualTo("12:11: the job 'invoice' is there already, in line 9; a name is part of"
                                        + " every task's identity: give this one another"));
    }

    @Test
    void runOnceWithATaskIdNeedsAShardKey() {
        String job = "jobs: [{name: a, collection: shop.orders, handler: document, run: once, task-id: %s%s}]";

        assertThat(onlyProblem(job.formatted("/number", "")).message())
                .contains("two ledgers", "'shard-key: /number' always is");
        assertThat(problems(job.formatted("/number", ", shard-key: /customerId")))
                .isEmpty();
        assertThat(problems(job.formatted("/_id", ""))).isEmpty();
    }

    @Test
    void shouldWantJobs() {
        for (String yaml : List.of("application: shop", "jobs:", "jobs: []", "jobs: invoice", "jobs: {name: a}")) {
            assertThat(onlyProblem(yaml).message()).contains("'jobs' must be a list of at least one job");
        }
        assertThat(onlyProblem("jobs:\n  -\n").message()).contains("a job with nothing in it");
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("a file that is no YAML")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        ``                             | 1:1  | the file says nothing
        # nothing                      | 1:1  | the file says nothing
        a: [1                          | 1:6  | a bracket that was opened is not closed
        a: 's3cret                     | 1:11 | a quote or bracket that was opened is not closed
        a: b: s3cret                   | 1:5  | put text that holds ': ' in quotes
        a: @s3cret                     | 1:4  | put text that begins with this character in quotes
        a: !!binary s3cret             | 1:19 | this is not YAML for Penstock
        ? [s3cret]                     | 1:4  | keys must be plain text
        """)
    void shouldTellWhereYamlEnds(String yaml, String place, String message) {
        LocatedProblem problem = onlyProblem(yaml);

        assertThat(problem.location()).hasToString(place);
        assertThat(problem.message()).contains(message).doesNotContain("s3cret");
    }

    @Test
    void shouldAdviseAgainstTabsAndSecondDocuments() {
        assertThat(onlyProblem("topics:\n\tpartitions: 3\n").message()).contains("indent with spaces");
        assertThat(onlyProblem(JOB + "\n---\nb: 1\n").toString()).startsWith("3:1: a second YAML document begins here");
        assertThat(onlyProblem("- a\n- b\n").message()).contains("the file must be a section");
    }

    private static LocatedProblem onlyProblem(String yaml) {
        Reading reading = SettingsFile.parse(yaml, Map.of());
        List<LocatedProblem> problems = reading.problems().stream()
                .filter(problem ->
                        reading.problems().size() == 1 || !problem.message().startsWith("'jobs' must be a list"))
                .toList();
        assertThat(problems).hasSize(1);
        assertThat(reading.settings()).isEmpty();
        return problems.get(0);
    }

    private static List<String> problems(String yaml) {
        return SettingsFile.parse(yaml, Map.of()).problems().stream()
                .map(LocatedProblem::toString)
                .toList();
    }
}
