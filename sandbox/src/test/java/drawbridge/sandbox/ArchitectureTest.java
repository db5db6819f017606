package drawbridge.sandbox;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import java.util.Set;

/// The world outside stays outside: it shares nothing with the gateway, and its two systems share
/// nothing with each other but the ground they stand on.
@AnalyzeClasses(packages = "drawbridge.sandbox", importOptions = ArchitectureTest.MainCode.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule nothingOfTheGatewayIsUsed =
            noClasses()
                    .should()
                    .dependOnClassesThat(
                            resideInAPackage("drawbridge..")
                                    .and(not(resideInAPackage("drawbridge.sandbox.."))))
                    .because(
                            "what is shared could be wrong on both sides: speak to the gateway over"
                                    + " HTTP, or start it by the launcher");

    @ArchTest
    static final ArchRule acmeDoesNotKnowTheApp =
            noClasses()
                    .that()
                    .resideInAPackage("drawbridge.sandbox.acme..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("drawbridge.sandbox.app..")
                    .allowEmptyShould(true)
                    .because(
                            "the two systems are strangers: what both need belongs to a package of"
                                    + " its own");

    @ArchTest
    static final ArchRule theAppDoesNotKnowAcme =
            noClasses()
                    .that()
                    .resideInAPackage("drawbridge.sandbox.app..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("drawbridge.sandbox.acme..")
                    .allowEmptyShould(true)
                    .because(
                            "the two systems are strangers: what both need belongs to a package of"
                                    + " its own");

    @ArchTest
    static final ArchRule theJudgeReadsLedgersAndFactsOnly =
            noClasses()
                    .that()
                    .resideInAPackage("drawbridge.sandbox.judge..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "drawbridge.sandbox.acme..",
                            "drawbridge.sandbox.app..",
                            "drawbridge.sandbox.traffic..",
                            "drawbridge.sandbox.demo..")
                    .allowEmptyShould(true)
                    .because(
                            "a judge who shares code with the witnesses judges himself: read their"
                                    + " ledgers");

    @ArchTest
    static final ArchRule nothingSleepsOrAsksForTheTime =
            noClasses()
                    .that()
                    .haveSimpleNameNotEndingWith("Clock")
                    .should()
                    .accessTargetWhere(
                            isOneOf(
                                    "java.lang.Thread.sleep",
                                    "java.lang.System.currentTimeMillis",
                                    "java.time.Instant.now",
                                    "java.time.LocalDate.now",
                                    "java.time.ZonedDateTime.now"))
                    .because(
                            "take a java.time.Clock as an argument and ask its instant(); wait by"
                                    + " Vertx.setTimer or a scheduler");

    @ArchTest
    static final ArchRule nothingIsPrintedPastTheCommandLine =
            NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.because(
                    "log by SLF4J; a command writes to the PrintWriter of its CommandLine");

    @ArchTest
    static final ArchRule loggersAreSlf4j =
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("java.util.logging..")
                    .because("loggers are org.slf4j.Logger");

    @ArchTest
    static final ArchRule packagesFormNoCycle =
            slices().matching("drawbridge.(**)")
                    .should()
                    .beFreeOfCycles()
                    .allowEmptyShould(true)
                    .because("two packages that need each other are one");

    private static DescribedPredicate<JavaAccess<?>> isOneOf(String... targets) {
        Set<String> names = Set.of(targets);
        return DescribedPredicate.describe(
                "it is one of " + names,
                access ->
                        names.contains(access.getTargetOwner().getName() + "." + access.getName()));
    }

    static final class MainCode implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("/test-classes/");
        }
    }
}
