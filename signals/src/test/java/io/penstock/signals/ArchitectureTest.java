package io.penstock.signals;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Signals know the settings and those whom they ask; they do not know who listens. */
@AnalyzeClasses(packages = "io.penstock.signals", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule signalsKnowNoListener = classes()
            .that()
            .resideInAPackage("io.penstock.signals..")
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(
                    "io.penstock.signals..",
                    "io.penstock.settings",
                    "java..",
                    "javax.net.ssl..",
                    "org.jspecify.annotations..",
                    "org.slf4j..",
                    "com.mongodb..",
                    "org.bson..",
                    "org.apache.kafka..",
                    "com.fasterxml.jackson.."));
}
