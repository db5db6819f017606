package drawbridge.simulator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/// A world in one thread and in a time of its own.
@AnalyzeClasses(packages = "drawbridge.simulator", importOptions = ArchitectureTest.MainCode.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule nothingAsksForTheRealTime =
            noClasses()
                    .that()
                    .doNotHaveSimpleName("Simulate")
                    .should()
                    .callMethod(System.class, "currentTimeMillis")
                    .orShould()
                    .callMethod(System.class, "nanoTime")
                    .orShould()
                    .callMethod(java.time.Instant.class, "now")
                    .orShould()
                    .callMethod(Thread.class, "sleep", long.class)
                    .because("a seed plays the same again: ask VirtualTime");

    @ArchTest
    static final ArchRule nothingTouchesTheWorldOutside =
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "java.net..",
                            "java.sql..",
                            "io.vertx.core.http..",
                            "io.vertx.sqlclient..",
                            "drawbridge.journal..",
                            "drawbridge.system..",
                            "drawbridge.intake..")
                    .because("journal and systems are models here");

    @ArchTest
    static final ArchRule nothingIsPrintedPastTheCommandLine =
            NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.because(
                    "a command writes to the PrintWriter of its CommandLine");

    /// Wherever the build puts it.
    static final class MainCode implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("/test-classes/");
        }
    }
}
