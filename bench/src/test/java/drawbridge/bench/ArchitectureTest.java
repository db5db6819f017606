package drawbridge.bench;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/// What is measured is a process.
@AnalyzeClasses(packages = "drawbridge.bench", importOptions = ArchitectureTest.MainCode.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule nothingOfTheGatewaysCodeIsInHere =
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "drawbridge.crossing..",
                            "drawbridge.intake..",
                            "drawbridge.journal..",
                            "drawbridge.mapping..",
                            "drawbridge.ops..",
                            "drawbridge.platform..",
                            "drawbridge.sync..",
                            "drawbridge.system..",
                            "drawbridge.tenant..")
                    .because("start it by the launcher, and ask its ops API");

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("drawbridge.bench.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule bothSystemsAndTheProcessesDoNotKnowWhoIsMeasured =
            noClasses()
                    .that()
                    .resideInAnyPackage("drawbridge.bench.load", "drawbridge.bench.parts")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("drawbridge.bench", "drawbridge.bench.baseline")
                    .because("the same load and the same clock serve all of them");

    @ArchTest
    static final ArchRule nobodySleeps =
            noClasses()
                    .should()
                    .callMethod(Thread.class, "sleep", long.class)
                    .because("wait for a timer of Vert.x, or for what is to happen");

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
