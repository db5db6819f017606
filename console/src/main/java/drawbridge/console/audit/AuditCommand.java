package drawbridge.console.audit;

import drawbridge.console.client.GatewayTrouble;
import drawbridge.console.client.HttpLine;
import drawbridge.console.client.Line;
import drawbridge.console.client.Ops;
import drawbridge.console.client.TenantScope;
import drawbridge.console.command.Following;
import drawbridge.console.command.GatewayOption;
import drawbridge.console.command.PlainCommand;
import drawbridge.console.command.Release;
import drawbridge.console.command.StatusLine;
import drawbridge.opsapi.Audit;
import drawbridge.opsapi.AuditAct;
import drawbridge.opsapi.AuditFinding;
import drawbridge.opsapi.AuditFlow;
import drawbridge.opsapi.AuditResult;
import drawbridge.opsapi.AuditState;
import drawbridge.opsapi.AuditWish;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;

/// Compares both systems of a tenant: `drawbridge audit --tenant north`.
///
/// | exit code | meaning |
/// | --- | --- |
/// | 0 | every flow is in sync |
/// | 1 | something drifted |
/// | 2 | it could not be done, or nothing is proven |
@Command(
        name = "drawbridge audit",
        description = "Compares both systems of a tenant, and tells what does not agree.",
        mixinStandardHelpOptions = true,
        versionProvider = Release.class,
        sortOptions = false,
        footer = {"", "Exit codes: 0 in sync, 1 something drifted, 2 it could not be done."})
public final class AuditCommand implements Callable<Integer> {

    private static final int DRIFTED = 1;
    private static final int NOT_DONE = 2;

    /// As the guard of flows that say nothing else ('mass-delete').
    private static final long USUAL_DELETES = 10;

    private static final int PAGE = 500;
    private static final int PLAIN_EVERY = 60;

    private final Line.Dialer dialer;
    private final Following following;
    private final boolean terminal;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(names = "--tenant", required = true, paramLabel = "T", description = "The customer.")
    private String tenant = "";

    @Option(names = "--flow", paramLabel = "F", description = "Only this flow. Default: every flow")
    private @Nullable String flow;

    @Option(
            names = "--repair",
            description =
                    "Send what drifted through the lanes, as any change, and compare once more.")
    private boolean repair;

    @Option(
            names = "--plan",
            description = "Tell what --repair would do, with a hash of it, and do nothing.")
    private boolean plan;

    @Option(
            names = "--planned",
            paramLabel = "HASH",
            description =
                    "With --repair: compare first, repair only if it is what --plan told, and only"
                            + " these pairs. No more than 10 deletes are let through then, if"
                            + " nothing is said.")
    private @Nullable String planned;

    @Option(
            names = "--most-creates",
            paramLabel = "N",
            description = "With --repair: compare first, and refuse if more would be created.")
    private @Nullable Long mostCreates;

    @Option(
            names = "--most-deletes",
            paramLabel = "N",
            description =
                    "With --repair: compare first, and refuse if more would be deleted, cancelled or"
                            + " marked as deleted.")
    private @Nullable Long mostDeletes;

    @Option(
            names = "--export",
            paramLabel = "FILE",
            description = "Write what was found to FILE.csv or FILE.json.")
    private @Nullable Path export;

    @Option(names = "--json", description = "Print JSON instead of a table.")
    private boolean json;

    @Mixin private GatewayOption gateway = new GatewayOption();

    AuditCommand(Line.Dialer dialer, Following.Pause pause, boolean terminal) {
        this.dialer = dialer;
        this.following = new Following(pause);
        this.terminal = terminal;
    }

    /// Compares and ends.
    public static void main(String[] args) {
        System.exit(
                commandLine(HttpLine::new, Following::halfASecond, PlainCommand.isTerminal())
                        .execute(args));
    }

    static CommandLine commandLine(Line.Dialer dialer, Following.Pause pause, boolean terminal) {
        return PlainCommand.of(new AuditCommand(dialer, pause, terminal));
    }

    @Override
    public Integer call() throws InterruptedException {
        Optional<AuditExport> form = Optional.ofNullable(export).flatMap(AuditExport::of);
        if (export != null && form.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--export names a file that ends in .csv or .json, and not " + export + ".");
        }
        boolean guarded = planned != null || mostCreates != null || mostDeletes != null;
        if ((plan && (repair || guarded)) || (guarded && !repair)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--plan stands alone; --planned, --most-creates and --most-deletes stand beside"
                            + " --repair.");
        }
        PrintWriter err = spec.commandLine().getErr();
        try (Line line = gateway.dial(dialer)) {
            return guarded ? repaired(line.ops(), form, err) : run(line.ops(), form);
        } catch (IllegalArgumentException wrong) {
            err.println(wrong.getMessage());
        } catch (IOException trouble) {
            err.println(gateway.sentence(trouble));
        } catch (GatewayTrouble trouble) {
            err.println(trouble.sentence());
        }
        return NOT_DONE;
    }

    /// What is sent is what was compared and what the plan names, pair by pair, and not what
    /// another look would find. What is edited meanwhile is merged in its lane, as any edit is.
    private int repaired(Ops ops, Optional<AuditExport> form, PrintWriter err)
            throws IOException, InterruptedException {
        Audit compared = ended(ops, false);
        RepairPlan would = RepairPlan.of(compared, findings(ops, compared));
        List<String> refusals = refusals(compared, would);
        if (!refusals.isEmpty()) {
            refusals.forEach(refusal -> err.println("Nothing was done: " + refusal));
            would.lines().forEach(err::println);
            err.printf("Plan %s.%n", would.hash());
            err.flush();
            return DRIFTED;
        }
        return checked(ops, ops.repair(tenant, compared.id(), UUID.randomUUID().toString()), form);
    }

    private List<String> refusals(Audit compared, RepairPlan would) {
        List<String> refusals = new ArrayList<>();
        if (compared.state() != AuditState.DONE || code(compared) == NOT_DONE) {
            refusals.add("the comparison itself is no pass, so that nothing can be foreseen");
        }
        if (planned != null && !planned.equals(would.hash())) {
            refusals.add("the world moved since plan " + planned + "; by now it is this:");
        }
        beyond(refusals, "created", would.of(AuditAct.CREATE), mostCreates, "--most-creates");
        beyond(refusals, "deleted or cancelled", would.deletes(), deletes(), "--most-deletes");
        if (would.untold() > 0) {
            refusals.add(
                    "not all that drifted is shown one by one: repair flow by flow (--flow), or"
                            + " without limits");
        }
        return refusals;
    }

    private @Nullable Long deletes() {
        if (mostDeletes == null && planned != null) {
            return USUAL_DELETES;
        }
        return mostDeletes;
    }

    private static void beyond(
            List<String> refusals, String what, long would, @Nullable Long most, String option) {
        if (most != null && would > most) {
            refusals.add(
                    String.format(
                            Locale.ROOT,
                            "%,d would be %s, and %s is %,d",
                            would,
                            what,
                            option,
                            most));
        }
    }

    private int run(Ops ops, Optional<AuditExport> form) throws IOException, InterruptedException {
        return checked(ops, ended(ops, repair), form);
    }

    /// Tells of it, and compares once more where something was sent.
    private int checked(Ops ops, Audit audit, Optional<AuditExport> form)
            throws IOException, InterruptedException {
        int code = told(ops, audit, form);
        boolean sent = audit.flows().stream().anyMatch(one -> one.repaired() > 0);
        if (!sent || audit.state() == AuditState.CANCELLED) {
            return code;
        }
        spec.commandLine().getErr().println("Compares once more, now that it was sent.");
        return told(ops, ended(ops, false), Optional.empty());
    }

    private Audit ended(Ops ops, boolean repairing) throws InterruptedException {
        Audit audit =
                ops.audit(
                        tenant, new AuditWish(flow, repairing, null), UUID.randomUUID().toString());
        try (StatusLine status =
                new StatusLine(spec.commandLine().getErr(), terminal && !json, PLAIN_EVERY)) {
            return following.until(
                    audit,
                    now -> now.state().ended(),
                    now -> status.at(AuditProgress.line(now)),
                    now -> ops.audit(tenant, now.id()));
        }
    }

    private int told(Ops ops, Audit audit, Optional<AuditExport> form) throws IOException {
        List<AuditFinding> findings = findings(ops, audit);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            Writer line = new java.io.StringWriter();
            AuditExport.JSON.write(line, audit, findings);
            out.print(line);
        } else {
            new AuditText(ZoneId.systemDefault(), PlainCommand.width(spec, terminal))
                    .of(audit, findings, ops.proofs(new TenantScope.One(tenant)))
                    .forEach(out::println);
        }
        if (plan && !json) {
            tell(RepairPlan.of(audit, findings), out);
        }
        out.flush();
        if (form.isPresent() && export != null) {
            form.get().write(export, audit, findings);
        }
        if (audit.state() == AuditState.CANCELLED) {
            spec.commandLine().getErr().println("Somebody stopped it before it was done.");
            return NOT_DONE;
        }
        return code(audit);
    }

    private void tell(RepairPlan would, PrintWriter out) {
        out.println();
        out.println("A repair would do this:");
        would.lines().forEach(out::println);
        if (!would.acts().isEmpty()) {
            out.printf(
                    "Plan %s. To do exactly this: ./drawbridge audit --tenant %s%s --repair"
                            + " --planned %s%n",
                    would.hash(), tenant, flow == null ? "" : " --flow " + flow, would.hash());
        }
    }

    private static int code(Audit audit) {
        List<AuditResult> results = audit.flows().stream().map(AuditFlow::result).toList();
        if (results.isEmpty() || results.contains(AuditResult.NO_PASS)) {
            return NOT_DONE;
        }
        return results.contains(AuditResult.DRIFTED) ? DRIFTED : 0;
    }

    private List<AuditFinding> findings(Ops ops, Audit audit) {
        List<AuditFinding> all = new ArrayList<>();
        List<AuditFinding> page = ops.findings(tenant, audit.id(), "", 0);
        all.addAll(page);
        while (page.size() == PAGE) {
            AuditFinding last = page.getLast();
            page = ops.findings(tenant, audit.id(), last.flow(), last.n());
            all.addAll(page);
        }
        return all;
    }
}
