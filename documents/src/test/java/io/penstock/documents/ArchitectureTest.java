package io.penstock.documents;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Handlers' way to the database knows the API and its libraries, and nothing of the processor. */
@AnalyzeClasses(packages = "io.penstock.documents", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule knowsTheApiAndItsLibraries = classes()
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(
                    "io.penstock.documents",
                    "io.penstock.api",
                    "java..",
                    "org.jspecify..",
                    "com.fasterxml.jackson..",
                    "com.mongodb..",
                    "org.bson..",
                    "org.dataloader",
                    "com.github.benmanes.caffeine.cache.."));
}
