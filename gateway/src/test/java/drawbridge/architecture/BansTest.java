package drawbridge.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import java.time.Clock;

/// What main code must not do, each ban with what to do instead. Method references count as calls.
@AnalyzeClasses(packages = "drawbridge", importOptions = MainClasses.class)
class BansTest {

    @ArchTest
    static final ArchRule nothingIsPrintedPastTheCommandLine =
            NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.because(
                    "servers log by SLF4J; a command writes to the PrintWriter of its CommandLine");

    @ArchTest
    static final ArchRule loggersAreSlf4j =
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("java.util.logging..", "io.vertx.core.internal.logging..")
                    .because("loggers are org.slf4j.Logger");

    @ArchTest
    static final ArchRule nothingSleeps =
            noClasses()
                    .should()
                    .accessTargetWhere(sleeps())
                    .because("a sleeping thread is a lost event loop: use Clock.after or setTimer");

    @ArchTest
    static final ArchRule onlyClocksAskTheMachineForTheTime =
            noClasses()
                    .that(areNotClocks())
                    .should()
                    .accessTargetWhere(asksTheMachineForTheTime())
                    .because("time is handed in: take a java.time.Clock or the engine's Clock");

    @ArchTest
    static final ArchRule sqlIsWrittenInRepositoriesAlone =
            noClasses()
                    .that(areNotRepositories())
                    .and()
                    .resideOutsideOfPackage("drawbridge.platform..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "io.vertx.sqlclient..",
                            "io.vertx.pgclient..",
                            "java.sql..",
                            "javax.sql..")
                    .allowEmptyShould(true)
                    .because("a query is found by its class: name the repository PgX or XSql");

    private static DescribedPredicate<JavaClass> areNotClocks() {
        return DescribedPredicate.describe(
                "are not clocks", type -> !MainClasses.outermostName(type).endsWith("Clock"));
    }

    private static DescribedPredicate<JavaClass> areNotRepositories() {
        return DescribedPredicate.describe(
                "are not repositories",
                type -> {
                    String name = MainClasses.outermostName(type);
                    return !name.startsWith("Pg") && !name.endsWith("Sql");
                });
    }

    private static DescribedPredicate<JavaAccess<?>> sleeps() {
        return DescribedPredicate.describe(
                "it sleeps",
                access ->
                        access.getName().equals("sleep")
                                && (access.getTargetOwner().isEquivalentTo(Thread.class)
                                        || access.getTargetOwner()
                                                .getName()
                                                .equals("java.util.concurrent.TimeUnit")));
    }

    private static DescribedPredicate<JavaAccess<?>> asksTheMachineForTheTime() {
        return DescribedPredicate.describe(
                "it asks the machine for the time",
                access ->
                        switch (access.getName()) {
                            case "currentTimeMillis" ->
                                    access.getTargetOwner().isEquivalentTo(System.class);
                            case "now" ->
                                    access.getTargetOwner().getPackageName().equals("java.time")
                                            && !isGivenAClock(access);
                            default -> false;
                        });
    }

    private static boolean isGivenAClock(JavaAccess<?> access) {
        return access.getTarget() instanceof CodeUnitAccessTarget target
                && target.getRawParameterTypes().stream()
                        .anyMatch(type -> type.isEquivalentTo(Clock.class));
    }
}
