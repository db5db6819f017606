package drawbridge.simulator;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import drawbridge.mapping.Mappings;
import drawbridge.platform.Release;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.LongFunction;

/// `drawbridge simulate`: the engine under faults, in virtual time.
@Command(
        name = "drawbridge simulate",
        description = {
            "Runs the gateway's engine over models of its journal, of both systems, of their networks"
                    + " and users, in virtual time. A seed is one world: three processes, some 450"
                    + " changes by users, and faults of every kind. When all is healed and quiet, the"
                    + " promises are checked.",
            "Ends with 0 if no promise was broken (and, from 1,000 seeds on, every fault and every"
                    + " decision occurred at least 100 times), with 1 if one was, with 2 if it could"
                    + " not run."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Release.class)
public final class Simulate implements Callable<Integer> {

    private static final int WIDTH = 100;
    private static final int BROKEN = 1;

    /// A bug may hide from so many seeds before it counts as missed.
    private static final long MOST_SEEDS = 300;

    private static final ObjectMapper JSON = new ObjectMapper();

    @Option(
            names = "--seeds",
            paramLabel = "N",
            description = "How many seeds. Default: ${DEFAULT-VALUE}.")
    private long seeds = 100;

    @Option(
            names = "--from",
            paramLabel = "S",
            description = "The first seed. Default: ${DEFAULT-VALUE}.")
    private long from = 1;

    @Option(
            names = "--replay",
            paramLabel = "S",
            description =
                    "Plays one seed once more, tells what happened in it to the records of a breach,"
                            + " and looks for the smallest plan that breaks the same promise.")
    private @Nullable Long replay;

    @Option(
            names = "--planted",
            description =
                    "Plants known bugs one by one and looks for the seed that finds each. Ends with 0"
                            + " only if none is missed.")
    private boolean planted;

    @Option(
            names = "--mapping",
            paramLabel = "DIR",
            description =
                    "A folder of mappings to run instead of those that are shipped: the first two of"
                            + " its tenants by name, whose flows join the same two systems. Which"
                            + " decisions occur is then for the mappings to say.")
    private @Nullable Path mapping;

    @Option(
            names = "--report",
            paramLabel = "F",
            description = "Writes what was found as JSON, too.")
    private @Nullable Path report;

    @Spec private CommandSpec spec = CommandSpec.create();

    /// The program.
    public static void main(String[] args) {
        // The engine says much about the weather that it is given here.
        System.setProperty(
                "logback.configurationFile", "drawbridge/simulator/logback-simulator.xml");
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Simulate())
                .setUsageHelpWidth(WIDTH)
                .setUsageHelpAutoWidth(true)
                .setParameterExceptionHandler((wrong, _) -> misused(wrong));
    }

    private static int misused(ParameterException wrong) {
        PrintWriter told = wrong.getCommandLine().getErr();
        told.println(wrong.getMessage());
        boolean _ = UnmatchedArgumentException.printSuggestions(wrong, told);
        told.println("./drawbridge simulate --help tells the options.");
        told.flush();
        return CommandLine.ExitCode.USAGE;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (seeds < 1) {
            throw wrong("--seeds: at least 1, not " + seeds + ".");
        }
        if (report != null && Files.isDirectory(report)) {
            throw wrong("--report: '" + report + "' is a folder; name a file in it.");
        }
        PrintWriter out = spec.commandLine().getOut();
        if (planted) {
            if (replay != null || mapping != null) {
                throw wrong("--planted goes with --from and --report alone.");
            }
            return planted(out);
        }
        LongFunction<SimPlan> plans = plans();
        return replay == null ? many(plans, out) : one(plans.apply(replay), out);
    }

    private ParameterException wrong(String sentence) {
        return new ParameterException(spec.commandLine(), sentence);
    }

    private LongFunction<SimPlan> plans() {
        if (mapping == null) {
            return SimPlan::of;
        }
        if (!Files.isDirectory(mapping)) {
            throw wrong("--mapping: there is no folder '" + mapping + "'.");
        }
        try {
            Mappings mappings = SimMappings.read(mapping);
            SimPlan plan = SimPlan.ofOthers(mappings);
            spec.commandLine().getOut().println(plan.whoRuns());
            return plan::withSeed;
        } catch (Mappings.Refused refused) {
            StringBuilder all = new StringBuilder("--mapping: the mappings are refused:");
            refused.problems().forEach(problem -> all.append("\n  ").append(problem));
            throw wrong(all.toString());
        } catch (SimPlan.Unfit unfit) {
            throw wrong("--mapping: " + unfit.getMessage());
        }
    }

    private int many(LongFunction<SimPlan> plans, PrintWriter out)
            throws IOException, InterruptedException {
        long began = System.nanoTime();
        Findings found = new Findings(mapping == null);
        Telling telling = new Telling(out);
        long step = Math.max(1, seeds / 10);
        new Simulation(plans)
                .run(
                        from,
                        seeds,
                        run -> {
                            found.add(run);
                            if (!run.breaches().isEmpty()) {
                                telling.early(run);
                            }
                            if (found.seeds() % step == 0) {
                                out.printf(
                                        Locale.ROOT,
                                        "%,8d seeds, %d breaches, %d s%n",
                                        found.seeds(),
                                        found.breaches(),
                                        seconds(began));
                                out.flush();
                            }
                        });
        telling.all(found, seconds(began));
        if (!found.broken().isEmpty()) {
            SeedRun first = found.broken().getFirst();
            out.printf(
                    "%nThe first of them once more:  ./drawbridge simulate --replay %d%s%n",
                    first.plan().seed(), mapping == null ? "" : " --mapping " + mapping);
        }
        out.flush();
        if (report != null) {
            Files.writeString(report, json(found, seconds(began)).toPrettyString() + "\n");
        }
        return found.clean() ? 0 : BROKEN;
    }

    private int planted(PrintWriter out) throws IOException, InterruptedException {
        long began = System.nanoTime();
        List<Planting.Result> results =
                new Planting(from, MOST_SEEDS).run(List.of(Planted.values()));
        List<String> missed =
                results.stream()
                        .filter(result -> result.caught().isEmpty())
                        .map(result -> result.bug().word())
                        .toList();
        new Telling(out).planted(results, seconds(began));
        out.flush();
        if (report != null) {
            ObjectNode all = JSON.createObjectNode();
            all.put("planted", results.size()).put("caught", results.size() - missed.size());
            missed.forEach(all.putArray("missed")::add);
            all.put("seconds", seconds(began));
            var bugs = all.putArray("bugs");
            results.forEach(result -> bugs.add(json(result)));
            Files.writeString(report, all.toPrettyString() + "\n");
        }
        return missed.isEmpty() ? 0 : BROKEN;
    }

    private static ObjectNode json(Planting.Result result) {
        ObjectNode one = JSON.createObjectNode();
        one.put("bug", result.bug().word()).put("what", result.bug().sentence());
        one.put("caught", result.caught().isPresent()).put("after", result.after());
        result.caught()
                .ifPresent(
                        found -> {
                            one.put("seed", found.run().plan().seed());
                            one.put("kind", found.breach().kind().word());
                            one.put("breach", found.breach().sentence());
                        });
        return one;
    }

    private static long seconds(long began) {
        return Duration.ofNanos(System.nanoTime() - began).toSeconds();
    }

    private int one(SimPlan plan, PrintWriter out) throws IOException {
        long began = System.nanoTime();
        Telling telling = new Telling(out);
        SeedRun run = telling.replayed(plan);
        out.flush();
        if (report != null) {
            Findings found = new Findings();
            found.add(run);
            Files.writeString(report, json(found, seconds(began)).toPrettyString() + "\n");
        }
        return run.breaches().isEmpty() ? 0 : BROKEN;
    }

    private ObjectNode json(Findings found, long seconds) {
        ObjectNode all = JSON.createObjectNode();
        all.put("seeds", found.seeds()).put("from", replay == null ? from : replay);
        for (Breach.Kind kind : Breach.Kind.values()) {
            all.put(kind.word(), found.count(kind));
        }
        all.put("virtualHours", found.virtual().toMinutes() / 60.0).put("seconds", seconds);
        ObjectNode coverage = all.putObject("coverage");
        found.coverage().faults().forEach(coverage.putObject("faults")::put);
        found.coverage().decisions().forEach(coverage.putObject("decisions")::put);
        found.seldom().forEach(all.putArray("seldom")::add);
        var broken = all.putArray("broken");
        for (SeedRun run : found.broken()) {
            ObjectNode one = broken.addObject().put("seed", run.plan().seed());
            one.put("history", run.history());
            run.breaches().stream().map(Breach::sentence).forEach(one.putArray("breaches")::add);
        }
        return all;
    }
}
