package drawbridge.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import java.util.Set;

/// The rules that lose or keep people's data stay free of servers, databases and clocks, so that
/// property tests and the simulator run the very classes that the gateway runs.
@AnalyzeClasses(packages = "drawbridge", importOptions = MainClasses.class)
class PureCoreTest {

    private static final DescribedPredicate<JavaClass> LANGUAGE =
            resideInAnyPackage(
                            "java.lang..",
                            "java.math..",
                            "java.text..",
                            "java.time..",
                            "java.util..",
                            "org.jspecify.annotations..",
                            "com.google.errorprone.annotations..")
                    .or(
                            nameMatching(
                                    "java\\.net\\.IDN|java\\.nio\\.(charset\\..*|ByteBuffer)"
                                            + "|java\\.security\\.(MessageDigest|.*Exception)"
                                            + "|java\\.io\\.(Serializable|IOException"
                                            + "|UncheckedIOException"
                                            // Text in memory, no files.
                                            + "|InputStream|OutputStream|ByteArray.*Stream"
                                            + "|Reader|Writer|String(Reader|Writer))"))
                    // Types without a package: primitives and their arrays.
                    .or(resideInAPackage(""));

    /// Threads and chance are handed in, so that a simulator can play both again.
    private static final DescribedPredicate<JavaClass> THREADS_AND_CHANCE =
            nameMatching(
                    "java\\.util\\.(Random|SplittableRandom|Timer|TimerTask)"
                            + "|java\\.util\\.random\\..*"
                            + "|java\\.lang\\.(Thread|Thread\\$.*|ThreadLocal|ScopedValue.*)"
                            + "|java\\.util\\.concurrent\\.(ThreadLocalRandom|Executors|"
                            + "CompletableFuture|ForkJoin.*|.*Executor|.*ExecutorService"
                            + "|.*Queue|.*Deque|CountDownLatch|Semaphore|locks\\..*)");

    @ArchTest
    static final ArchRule syncKnowsTheLanguageAndMappingOnly =
            classes()
                    .that()
                    .resideInAPackage("drawbridge.sync..")
                    .should()
                    .onlyDependOnClassesThat(
                            LANGUAGE.and(not(THREADS_AND_CHANCE))
                                    .or(
                                            resideInAnyPackage(
                                                    "drawbridge.sync..", "drawbridge.mapping..")))
                    .allowEmptyShould(true)
                    .because(
                            "decisions are pure: take what you need as an argument and let"
                                    + " crossing.engine fetch it");

    @ArchTest
    static final ArchRule mappingKnowsTheLanguageAndItsReadersOnly =
            classes()
                    .that()
                    .resideInAPackage("drawbridge.mapping..")
                    .and()
                    .resideOutsideOfPackages(
                            "drawbridge.mapping.file..", "drawbridge.mapping.check..")
                    .should()
                    .onlyDependOnClassesThat(
                            LANGUAGE.and(not(THREADS_AND_CHANCE))
                                    .or(
                                            resideInAnyPackage(
                                                    "drawbridge.mapping..",
                                                    // The tokens of JSON, not its trees: those
                                                    // are Value here and JsonNode in system.
                                                    "com.fasterxml.jackson.core..",
                                                    "dev.cel..",
                                                    // The collections of CEL's types.
                                                    "com.google.common.collect..",
                                                    "com.google.i18n.phonenumbers..",
                                                    "com.ibm.icu..",
                                                    "org.jsoup..",
                                                    "org.dmfs..")))
                    .allowEmptyShould(true)
                    .because(
                            "lenses are pure: reading files and schemas belongs to"
                                    + " drawbridge.mapping.file, JSON of a system to"
                                    + " drawbridge.system");

    @ArchTest
    static final ArchRule mappingFilesAreReadWithoutServersOrDatabases =
            noClasses()
                    .that()
                    .resideInAPackage("drawbridge.mapping..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("io.vertx..", "java.sql..", "java.net.http..")
                    .allowEmptyShould(true)
                    .because("a mapping must be readable in a test: take a path or a text");

    @ArchTest
    static final ArchRule theEngineRunsWithoutVertx =
            classes()
                    .that()
                    .resideInAPackage("drawbridge.crossing.engine..")
                    .should()
                    .onlyDependOnClassesThat(
                            LANGUAGE.and(not(THREADS_AND_CHANCE))
                                    .or(
                                            resideInAnyPackage(
                                                    "drawbridge.crossing.engine..",
                                                    "drawbridge.sync..",
                                                    "drawbridge.mapping..",
                                                    "org.slf4j.."))
                                    .or(
                                            nameMatching(
                                                    "io\\.vertx\\.core\\."
                                                            + "(Future|Promise|AsyncResult"
                                                            + "|CompositeFuture|Completable"
                                                            + "|Handler)"))
                                    .or(idsOfTenants()))
                    .allowEmptyShould(true)
                    .because(
                            "the simulator runs the same classes in virtual time: ask the ports"
                                    + " Journal, Remote, Clock and Dice");

    @ArchTest
    static final ArchRule timeAndChanceComeFromThePorts =
            noClasses()
                    .that()
                    .resideInAnyPackage(
                            "drawbridge.crossing.engine..",
                            "drawbridge.sync..",
                            "drawbridge.mapping..")
                    .should()
                    .accessTargetWhere(asksTheMachine())
                    .allowEmptyShould(true)
                    .because(
                            "one seed gives one trace: ask Dice for ids and jitter, Clock for time");

    private static DescribedPredicate<JavaAccess<?>> asksTheMachine() {
        Set<String> machine =
                Set.of(
                        "java.lang.Math.random",
                        "java.lang.System.getenv",
                        "java.lang.System.getProperty",
                        "java.lang.System.identityHashCode",
                        "java.lang.System.nanoTime",
                        "java.time.ZoneId.systemDefault",
                        "java.util.Locale.getDefault",
                        "java.util.UUID.randomUUID",
                        "io.vertx.core.Future.await",
                        "io.vertx.core.Future.timeout");
        return DescribedPredicate.describe(
                "it asks the machine",
                access ->
                        machine.contains(
                                access.getTargetOwner().getName() + "." + access.getName()));
    }

    private static DescribedPredicate<JavaClass> nameMatching(String expression) {
        return DescribedPredicate.describe(
                "are named " + expression, type -> type.getName().matches(expression));
    }

    /// The ids of tenants are records; connections, secrets and activation are not for the engine.
    private static DescribedPredicate<JavaClass> idsOfTenants() {
        return resideInAPackage("drawbridge.tenant")
                .and(DescribedPredicate.describe("are records", JavaClass::isRecord));
    }
}
