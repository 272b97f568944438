package io.penstock.governor;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The rule, the gate, the shares and the tiers are pure, and do not know each other. */
@AnalyzeClasses(packages = "io.penstock.governor", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String ROOT = "io.penstock.governor.";

    @ArchTest
    static final ArchRule theRuleKnowsNothing = alone("limit");

    @ArchTest
    static final ArchRule theGateKnowsNothing = alone("gate");

    @ArchTest
    static final ArchRule sharesKnowNothing = alone("share");

    @ArchTest
    static final ArchRule tiersKnowNothing = alone("tier");

    @ArchTest
    static final ArchRule noCycles = slices().matching(ROOT + "(**)").should().beFreeOfCycles();

    private static ArchRule alone(String name) {
        return classes()
                .that()
                .resideInAPackage(ROOT + name)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                        ROOT + name, "java.lang..", "java.util..", "java.time..", "org.jspecify.annotations.."));
    }
}
