package io.penstock.processor;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Which package may know which: default deny, so that a new arrow is a decision and not an accident. */
@AnalyzeClasses(packages = "io.penstock.processor", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String ROOT = "io.penstock.processor.";
    private static final String API = "io.penstock.api..";
    private static final String RECORDS = "io.penstock.records..";
    private static final String SETTINGS = "io.penstock.settings..";
    private static final String GOVERNOR = "io.penstock.governor..";
    private static final String JACKSON = "com.fasterxml.jackson..";
    private static final String LOG = "org.slf4j..";

    @ArchTest
    static final ArchRule taskHasTheWordsAndKnowsNothingElse = only("task", API, RECORDS);

    @ArchTest
    static final ArchRule rowKnowsNothing = only("row");

    @ArchTest
    static final ArchRule documentKnowsJsonAlone = only("document", API, JACKSON);

    @ArchTest
    static final ArchRule conditionKnowsCelAlone =
            only("condition", JACKSON, "dev.cel..", "com.google..", "org.threeten.extra..", ROOT + "document..");

    @ArchTest
    static final ArchRule directoryKnowsWordsAndRows = only("intake.directory", API, ROOT + "task..", ROOT + "row..");

    @ArchTest
    static final ArchRule intakeKnowsNoLaterStep = only(
            "intake",
            API,
            RECORDS,
            SETTINGS,
            JACKSON,
            LOG,
            ROOT + "task..",
            ROOT + "document..",
            ROOT + "condition..",
            ROOT + "intake.directory..");

    @ArchTest
    static final ArchRule admissionKnowsWordsAndRows = only("admission", API, RECORDS, ROOT + "task..", ROOT + "row..");

    @ArchTest
    static final ArchRule outcomeKnowsWords = only("outcome", API, RECORDS, ROOT + "task..");

    @ArchTest
    static final ArchRule dispatchRunsHandlers = only(
            "dispatch",
            API,
            RECORDS,
            SETTINGS,
            GOVERNOR,
            JACKSON,
            LOG,
            "io.penstock.documents",
            ROOT + "task..",
            ROOT + "turn..",
            ROOT + "document..");

    @ArchTest
    static final ArchRule partitionIsTheCore = only(
            "partition",
            API,
            RECORDS,
            SETTINGS,
            ROOT + "task..",
            ROOT + "row..",
            ROOT + "admission..",
            ROOT + "lane..",
            ROOT + "turn..",
            ROOT + "rate..",
            ROOT + "outcome..");

    @ArchTest
    static final ArchRule metricsMakesMetersOfWhatHappens = only(
            "metrics",
            API,
            RECORDS,
            SETTINGS,
            ROOT + "task..",
            "io.micrometer..",
            // Its meters are read by Micrometer, and by nobody else here.
            "org.apache.kafka.streams");

    @ArchTest
    static final ArchRule httpKnowsTheJdkAlone = only("http", "javax.net.ssl..", "com.sun.net.httpserver..");

    @ArchTest
    static final ArchRule inspectionReadsWhatIsStored = only(
            "inspection",
            API,
            RECORDS,
            JACKSON,
            ROOT + "task..",
            ROOT + "row..",
            ROOT + "admission..",
            ROOT + "lane..",
            ROOT + "metrics..");

    @ArchTest
    static final ArchRule laneKnowsWordsAndRows = only("lane", API, ROOT + "task..", ROOT + "row..");

    @ArchTest
    static final ArchRule permitKnowsWhatThePartitionsAskFor =
            only("permit", SETTINGS, ROOT + "partition..", ROOT + "lane..");

    @ArchTest
    static final ArchRule rateKnowsTheConfiguration = only("rate", SETTINGS);

    @ArchTest
    static final ArchRule turnKnowsWords = only("turn", API, ROOT + "task..", ROOT + "rate..");

    @ArchTest
    static final ArchRule governingKnowsNoKafka = only(
            "governing",
            RECORDS,
            SETTINGS,
            LOG,
            "io.penstock.governor..",
            "io.penstock.signals..",
            "io.penstock.api..",
            ROOT + "task..");

    @ArchTest
    static final ArchRule registryKnowsTheConfigurationAndItsTopic =
            only("registry", RECORDS, SETTINGS, JACKSON, LOG, "org.apache.kafka..");

    @ArchTest
    static final ArchRule streamWiresThePartitionAndNoView = only(
            "stream",
            API,
            RECORDS,
            SETTINGS,
            JACKSON,
            LOG,
            "io.penstock.documents",
            "org.apache.kafka..",
            "org.rocksdb..",
            // How busy the process is.
            "com.sun.management",
            ROOT + "task..",
            ROOT + "row..",
            ROOT + "document..",
            ROOT + "intake..",
            ROOT + "admission..",
            ROOT + "partition..",
            ROOT + "lane..",
            ROOT + "turn..",
            ROOT + "rate..",
            ROOT + "outcome..",
            ROOT + "permit..",
            ROOT + "dispatch..",
            ROOT + "governing..",
            ROOT + "registry..");

    @ArchTest
    static final ArchRule theRootPutsTogether = only(
            "",
            API,
            RECORDS,
            SETTINGS,
            GOVERNOR,
            JACKSON,
            "io.penstock.signals",
            "io.penstock.documents",
            // It opens the database for handlers and signals, and nobody else does.
            "com.mongodb..",
            "javax.net.ssl..",
            ROOT + "*..");

    @ArchTest
    static final ArchRule whatIsOfTheStreamKnowsKafka = noClasses()
            .that()
            .resideOutsideOfPackages(ROOT + "stream..", ROOT + "registry..", ROOT + "metrics..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.kafka..");

    @ArchTest
    static final ArchRule onlyTheRootKnowsTheStream = classes()
            .that(resideInAnyPackage(ROOT + "stream.."))
            .should()
            .onlyBeAccessed()
            .byAnyPackage(ROOT + "stream..", "io.penstock.processor");

    @ArchTest
    static final ArchRule noCycles =
            slices().matching("io.penstock.processor.(**)").should().beFreeOfCycles();

    private static ArchRule only(String step, String... others) {
        String[] allowed = new String[others.length + 3];
        System.arraycopy(others, 0, allowed, 0, others.length);
        allowed[others.length] = "java..";
        allowed[others.length + 1] = "org.jspecify..";
        String itself = step.isEmpty() ? "io.penstock.processor" : ROOT + step;
        allowed[others.length + 2] = itself;
        return classes().that().resideInAPackage(itself).should().onlyDependOnClassesThat(resideInAnyPackage(allowed));
    }
}
