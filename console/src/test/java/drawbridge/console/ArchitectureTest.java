package drawbridge.console;

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

/// A view binds, a view model decides, the client speaks: who may know whom in the console.
@AnalyzeClasses(packages = "drawbridge.console", importOptions = ArchitectureTest.MainCode.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule viewModelsKnowNoControls =
            noClasses()
                    .that()
                    .haveSimpleNameEndingWith("ViewModel")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("javafx.scene..", "javafx.stage..", "javafx.application..")
                    .allowEmptyShould(true)
                    .because(
                            "their tests need no display: hold javafx.beans properties, take the UI"
                                    + " Executor as an argument, and leave nodes to the view");

    @ArchTest
    static final ArchRule theClientKnowsNoJavaFx =
            noClasses()
                    .that()
                    .resideInAPackage("drawbridge.console.client..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("javafx..")
                    .allowEmptyShould(true)
                    .because(
                            "it gives records of the ops API to callbacks; view models bring them"
                                    + " to the screen");

    @ArchTest
    static final ArchRule onlyTheClientSpeaksToTheGateway =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("drawbridge.console.client..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("java.net.http..")
                    .allowEmptyShould(true)
                    .because(
                            "reconnecting and staleness are solved once: ask"
                                    + " drawbridge.console.client");

    @ArchTest
    static final ArchRule theUiThreadIsEnteredInOnePlace =
            noClasses()
                    .that()
                    .resideOutsideOfPackages("drawbridge.console", "drawbridge.console.shell..")
                    .should()
                    .accessTargetWhere(isOneOf("javafx.application.Platform.runLater"))
                    .allowEmptyShould(true)
                    .because("view models take an Executor; the shell hands in Platform::runLater");

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
                                    + " a scheduler or a Timeline");

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
                    .because("features do not know each other; what two need belongs to the shell");

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
