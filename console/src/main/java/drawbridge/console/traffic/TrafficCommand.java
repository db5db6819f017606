package drawbridge.console.traffic;

import drawbridge.console.client.GatewayTrouble;
import drawbridge.console.client.HttpLine;
import drawbridge.console.client.Line;
import drawbridge.console.client.Ops;
import drawbridge.console.command.GatewayOption;
import drawbridge.console.command.PlainCommand;
import drawbridge.console.command.Release;
import drawbridge.console.command.StatusLine;
import drawbridge.opsapi.MappingFile;
import drawbridge.opsapi.MappingProblem;
import drawbridge.opsapi.OpsJson;
import drawbridge.opsapi.TrafficFlow;
import drawbridge.opsapi.TrafficReplay;
import drawbridge.opsapi.TrafficWish;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/// Puts recorded changes through other mappings: `drawbridge replay-traffic north --since 24h
/// --mapping new`.
///
/// | exit code | meaning |
/// | --- | --- |
/// | 0 | nothing would be written otherwise |
/// | 1 | something would |
/// | 2 | it could not be done |
@Command(
        name = "drawbridge replay-traffic",
        description = {
            "Puts the changes that a running gateway recorded through other mappings, and tells what"
                    + " would be written otherwise: - by the mappings in force, + by those of DIR.",
            "Nothing is written. The token needs the role admin, as for new mappings."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Release.class,
        sortOptions = false,
        footer = {
            "",
            "Exit codes: 0 nothing would be otherwise, 1 something would, 2 it could not be done."
        })
public final class TrafficCommand implements Callable<Integer> {

    private static final int OTHERWISE = 1;
    private static final int NOT_DONE = 2;
    private static final int PAGE = 500;

    private final Line.Dialer dialer;
    private final Clock clock;
    private final boolean terminal;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "TENANT", description = "The customer.")
    private String tenant = "";

    @Option(
            names = "--since",
            required = true,
            paramLabel = "WHEN",
            description =
                    "Only changes that came in after it: 30m, 12h or 7d ago, or a time such as"
                            + " 2026-11-30T08:00.")
    private String since = "";

    @Option(
            names = "--mapping",
            required = true,
            paramLabel = "DIR",
            description =
                    "A mappings folder with the new version: systems, flows, and the customer's file"
                            + " in tenants.")
    private Path mapping = Path.of("");

    @Option(names = "--flow", paramLabel = "F", description = "Only this flow. Default: every flow")
    private @Nullable String flow;

    @Option(
            names = "--most",
            paramLabel = "N",
            defaultValue = "10000",
            description = "So many changes at most, the newest. Default: ${DEFAULT-VALUE}")
    private int most;

    @Option(
            names = "--samples",
            paramLabel = "N",
            defaultValue = "3",
            description = "So many changes are shown of each field, at most 20. Default: 3")
    private int samples;

    @Option(names = "--json", description = "Print JSON instead of sentences.")
    private boolean json;

    @Mixin private GatewayOption gateway = new GatewayOption();

    TrafficCommand(Line.Dialer dialer, Clock clock, boolean terminal) {
        this.dialer = dialer;
        this.clock = clock;
        this.terminal = terminal;
    }

    /// Asks, shows and ends.
    public static void main(String[] args) {
        System.exit(
                commandLine(HttpLine::new, Clock.systemUTC(), PlainCommand.isTerminal())
                        .execute(args));
    }

    static CommandLine commandLine(Line.Dialer dialer, Clock clock, boolean terminal) {
        return PlainCommand.of(new TrafficCommand(dialer, clock, terminal));
    }

    @Override
    public Integer call() {
        Instant from =
                Since.of(since, clock, ZoneId.systemDefault())
                        .orElseThrow(
                                () ->
                                        refused(
                                                "--since is 30m, 12h or 7d, or a time such as"
                                                        + " 2026-11-30T08:00, and not "
                                                        + since
                                                        + "."));
        if (most < 1 || samples < 0) {
            throw refused("--most is a number above 0, and --samples is none below it.");
        }
        PrintWriter err = spec.commandLine().getErr();
        try {
            List<MappingFile> files = MappingFolder.read(mapping, tenant);
            if (files.isEmpty()) {
                err.println(
                        mapping
                                + " holds no mappings: it has no YAML file in systems, flows or"
                                + " tenants. Name such a folder with --mapping.");
                return NOT_DONE;
            }
            try (Line line = gateway.dial(dialer)) {
                return run(line.ops(), from, files);
            }
        } catch (IllegalArgumentException wrong) {
            err.println(wrong.getMessage());
        } catch (IOException trouble) {
            err.println(gateway.sentence(trouble));
        } catch (GatewayTrouble trouble) {
            err.println(trouble.sentence());
        }
        return NOT_DONE;
    }

    private ParameterException refused(String sentence) {
        return new ParameterException(spec.commandLine(), sentence);
    }

    private int run(Ops ops, Instant from, List<MappingFile> files) {
        TrafficSum sum = new TrafficSum(Math.min(samples, 20));
        @Nullable String next = null;
        try (StatusLine status =
                new StatusLine(spec.commandLine().getErr(), terminal && !json, 0)) {
            do {
                int page = (int) Math.min(PAGE, most - sum.changes());
                TrafficReplay told =
                        ops.replay(tenant, new TrafficWish(from, flow, next, page, files));
                if (!told.problems().isEmpty()) {
                    return problems(told.problems());
                }
                sum.add(told);
                next = told.next();
                status.at(
                        String.format(
                                Locale.ROOT, "%s: %,d changes looked at", tenant, sum.changes()));
            } while (next != null && sum.changes() < most);
        }
        tell(sum, from, next);
        return sum.flows().stream().anyMatch(one -> one.different() > 0) ? OTHERWISE : 0;
    }

    private int problems(List<MappingProblem> problems) {
        PrintWriter err = spec.commandLine().getErr();
        for (MappingProblem one : problems) {
            err.printf(
                    "%s:%d:%d: %s%n",
                    mapping.resolve(one.file()), one.line(), one.column(), one.sentence());
        }
        err.println("Mend these first; drawbridge check looks closer.");
        err.flush();
        return NOT_DONE;
    }

    private void tell(TrafficSum sum, Instant from, @Nullable String next) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(OpsJson.write(new TrafficReplay(List.of(), sum.flows(), next)));
            out.flush();
            return;
        }
        int width = PlainCommand.width(spec, terminal);
        TrafficText text =
                new TrafficText(ZoneId.systemDefault(), terminal && Ansi.AUTO.enabled(), width);
        out.printf(
                Locale.ROOT,
                "%s, since %s: %,d changes, %,d would become something else.%n",
                tenant,
                text.time(from),
                sum.changes(),
                sum.flows().stream().mapToLong(TrafficFlow::different).sum());
        text.of(sum.flows()).forEach(out::println);
        if (next != null) {
            out.println();
            out.printf(Locale.ROOT, "There are older changes: --most %,d ended it.%n", most);
        }
        out.flush();
    }
}
