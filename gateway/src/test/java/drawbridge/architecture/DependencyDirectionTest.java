package drawbridge.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/// Dependencies point one way, along the journey of a change. Only the program itself knows all.
///
/// ```
/// ops ──► backfill, replay ──► audit ──► intake    check ──► mapping, platform
/// plan ──► trial ──► system, tenant, mapping, platform
/// ops ──► intake, crossing ──► journal, system ──► crossing.engine ──► sync ──► mapping
///                                      └──► tenant ──► platform
/// ```
@AnalyzeClasses(packages = "drawbridge", importOptions = MainClasses.class)
class DependencyDirectionTest {

    /// The one place that wires all parts together, and so may name them all.
    private static final DescribedPredicate<JavaClass> PROGRAM =
            resideInAPackage("drawbridge.platform")
                    .and(
                            DescribedPredicate.describe(
                                    "are the program",
                                    type -> MainClasses.outermostName(type).startsWith("Serve")));

    @ArchTest
    static final ArchRule eachPackageKnowsOnlyWhatLiesBeforeIt =
            layeredArchitecture()
                    .consideringOnlyDependenciesInAnyPackage("drawbridge..")
                    .withOptionalLayers(true)
                    .layer("ops-api")
                    .definedBy("drawbridge.opsapi..")
                    .layer("ops")
                    .definedBy("drawbridge.ops..")
                    .layer("audit")
                    .definedBy("drawbridge.audit..")
                    .layer("backfill")
                    .definedBy("drawbridge.backfill..")
                    .layer("replay")
                    .definedBy("drawbridge.replay..")
                    .layer("intake")
                    .definedBy("drawbridge.intake..")
                    .layer("crossing")
                    .definedBy("drawbridge.crossing")
                    .layer("engine")
                    .definedBy("drawbridge.crossing.engine..")
                    .layer("journal")
                    .definedBy("drawbridge.journal..")
                    .layer("system")
                    .definedBy("drawbridge.system..")
                    .layer("tenant")
                    .definedBy("drawbridge.tenant..")
                    .layer("sync")
                    .definedBy("drawbridge.sync..")
                    .layer("mapping")
                    .definedBy("drawbridge.mapping..")
                    .layer("check")
                    .definedBy("drawbridge.check..")
                    .layer("trial")
                    .definedBy("drawbridge.trial..")
                    .layer("plan")
                    .definedBy("drawbridge.plan..")
                    .layer("platform")
                    .definedBy("drawbridge.platform..")
                    .whereLayer("ops-api")
                    .mayOnlyBeAccessedByLayers("ops")
                    .whereLayer("ops")
                    .mayNotBeAccessedByAnyLayer()
                    .whereLayer("check")
                    .mayNotBeAccessedByAnyLayer()
                    .whereLayer("check")
                    .mayOnlyAccessLayers("mapping", "platform")
                    .whereLayer("plan")
                    .mayNotBeAccessedByAnyLayer()
                    .whereLayer("plan")
                    .mayOnlyAccessLayers(
                            "trial", "system", "engine", "sync", "mapping", "tenant", "platform")
                    .whereLayer("trial")
                    .mayOnlyBeAccessedByLayers("plan")
                    .whereLayer("trial")
                    .mayOnlyAccessLayers("system", "engine", "mapping", "tenant", "platform")
                    .whereLayer("backfill")
                    .mayOnlyBeAccessedByLayers("ops")
                    .whereLayer("audit")
                    .mayOnlyBeAccessedByLayers("ops", "backfill", "replay")
                    .whereLayer("intake")
                    .mayOnlyBeAccessedByLayers("ops", "audit", "backfill")
                    .whereLayer("crossing")
                    .mayOnlyBeAccessedByLayers("ops")
                    .whereLayer("ops-api")
                    .mayNotAccessAnyLayer()
                    .whereLayer("platform")
                    .mayNotAccessAnyLayer()
                    .whereLayer("mapping")
                    .mayNotAccessAnyLayer()
                    .whereLayer("sync")
                    .mayOnlyAccessLayers("mapping")
                    .whereLayer("tenant")
                    .mayOnlyAccessLayers("mapping", "platform")
                    .whereLayer("engine")
                    .mayOnlyAccessLayers("sync", "mapping", "tenant")
                    .whereLayer("journal")
                    .mayOnlyAccessLayers("engine", "sync", "mapping", "tenant", "platform")
                    .whereLayer("system")
                    .mayOnlyAccessLayers("engine", "sync", "mapping", "tenant", "platform")
                    .whereLayer("backfill")
                    .mayOnlyAccessLayers(
                            "audit", "intake", "engine", "system", "sync", "mapping", "tenant")
                    .whereLayer("replay")
                    .mayOnlyBeAccessedByLayers("ops")
                    .whereLayer("replay")
                    .mayOnlyAccessLayers("audit", "journal", "engine", "sync", "mapping", "tenant")
                    .whereLayer("audit")
                    .mayOnlyAccessLayers(
                            "intake", "journal", "engine", "system", "sync", "mapping", "tenant")
                    .whereLayer("intake")
                    .mayOnlyAccessLayers(
                            "journal", "engine", "system", "sync", "mapping", "tenant", "platform")
                    .whereLayer("crossing")
                    .mayOnlyAccessLayers(
                            "journal", "engine", "system", "sync", "mapping", "tenant", "platform")
                    .ignoreDependency(PROGRAM, alwaysTrue())
                    .because(
                            "a change travels one way; let the later package hand in a port or a"
                                    + " record, or wire both in Serve");

    @ArchTest
    static final ArchRule packagesFormNoCycle =
            slices().matching("drawbridge.(**)")
                    .should()
                    .beFreeOfCycles()
                    .ignoreDependency(PROGRAM, alwaysTrue())
                    .because(
                            "two packages that need each other are one; move the shared record to"
                                    + " the package that both may know");
}
