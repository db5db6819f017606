package drawbridge.console.backfill;

import drawbridge.console.client.BackfillAct;
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
import drawbridge.opsapi.Backfill;
import drawbridge.opsapi.BackfillState;
import drawbridge.opsapi.BackfillWish;
import drawbridge.opsapi.OpsJson;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Brings in every record that is there already: `drawbridge backfill --tenant north`.
///
/// | exit code | meaning |
/// | --- | --- |
/// | 0 | every record was handed to the lanes |
/// | 1 | some list lacks something |
/// | 2 | it could not be done, or was ended before it was |
@Command(
        name = "drawbridge backfill",
        description = {
            "Brings in every record that a flow's systems hold already, below what is live.",
            "The gateway carries it out: this command may end, and a gateway may be started anew."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Release.class,
        sortOptions = false,
        footer = {
            "",
            "Exit codes: 0 all was handed on, 1 some list lacks something, 2 it could not be done."
        })
public final class BackfillCommand implements Callable<Integer> {

    private static final int LACKS = 1;
    private static final int NOT_DONE = 2;
    private static final String THE_OPEN_ONE = "";

    private static final int PLAIN_EVERY = 20;
    private static final Pattern RATE = Pattern.compile("(\\d{1,6})(?:/s)?");

    private final Line.Dialer dialer;
    private final Following following;
    private final boolean terminal;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(names = "--tenant", required = true, paramLabel = "T", description = "The customer.")
    private String tenant = "";

    @Option(names = "--flow", paramLabel = "F", description = "Only this flow. Default: every flow")
    private @Nullable String flow;

    @Option(
            names = "--side",
            paramLabel = "SIDE",
            description = "Only what acme, or what app holds. Default: both")
    private @Nullable String side;

    @Option(
            names = "--rate",
            paramLabel = "N/s",
            description = "So many records a second at most. Default: 20/s")
    private @Nullable String rate;

    @ArgGroup private @Nullable Steering steering;

    @Option(names = "--json", description = "Print JSON instead of sentences.")
    private boolean json;

    @Mixin private GatewayOption gateway = new GatewayOption();

    /// What is done to one that was asked for before. Without an id it is the tenant's one that has
    /// not ended.
    static final class Steering {

        @Option(names = "--list", description = "Tell the tenant's backfills, and begin none.")
        private boolean list;

        @Option(
                names = "--follow",
                arity = "0..1",
                fallbackValue = THE_OPEN_ONE,
                paramLabel = "ID",
                description = "Show how far one is that was asked for before.")
        private @Nullable String follow;

        @Option(
                names = "--pause",
                arity = "0..1",
                fallbackValue = THE_OPEN_ONE,
                paramLabel = "ID",
                description = "Let it rest where it stands.")
        private @Nullable String pause;

        @Option(
                names = "--resume",
                arity = "0..1",
                fallbackValue = THE_OPEN_ONE,
                paramLabel = "ID",
                description = "Let it go on.")
        private @Nullable String resume;

        @Option(
                names = "--cancel",
                arity = "0..1",
                fallbackValue = THE_OPEN_ONE,
                paramLabel = "ID",
                description = "Leave the rest undone.")
        private @Nullable String cancel;
    }

    BackfillCommand(Line.Dialer dialer, Following.Pause pause, boolean terminal) {
        this.dialer = dialer;
        this.following = new Following(pause);
        this.terminal = terminal;
    }

    /// Asks, shows and ends.
    public static void main(String[] args) {
        System.exit(
                commandLine(HttpLine::new, Following::halfASecond, PlainCommand.isTerminal())
                        .execute(args));
    }

    static CommandLine commandLine(Line.Dialer dialer, Following.Pause pause, boolean terminal) {
        return PlainCommand.of(new BackfillCommand(dialer, pause, terminal));
    }

    @Override
    public Integer call() throws InterruptedException {
        BackfillWish wish = wish();
        PrintWriter err = spec.commandLine().getErr();
        try (Line line = gateway.dial(dialer)) {
            return run(line.ops(), wish);
        } catch (IllegalArgumentException wrong) {
            err.println(wrong.getMessage());
        } catch (IOException trouble) {
            err.println(gateway.sentence(trouble));
        } catch (GatewayTrouble trouble) {
            err.println(trouble.sentence());
        }
        return NOT_DONE;
    }

    private BackfillWish wish() {
        if (steering != null && (flow != null || side != null || rate != null)) {
            throw refused("--flow, --side and --rate are for a new backfill.");
        }
        if (side != null && !Set.of("acme", "app").contains(side)) {
            throw refused("--side is acme or app, and not " + side + ".");
        }
        return new BackfillWish(flow, side, perSecond(), null);
    }

    private @Nullable Integer perSecond() {
        if (rate == null) {
            return null;
        }
        Matcher number = RATE.matcher(rate.strip().toLowerCase(Locale.ROOT));
        if (!number.matches()) {
            throw refused(
                    "--rate is a number of records a second such as 20/s, and not " + rate + ".");
        }
        return Integer.valueOf(number.group(1));
    }

    private ParameterException refused(String why) {
        return new ParameterException(spec.commandLine(), why);
    }

    private int run(Ops ops, BackfillWish wish) throws InterruptedException {
        if (steering == null) {
            return followed(ops, ops.backfill(tenant, wish, UUID.randomUUID().toString()));
        }
        if (steering.list) {
            return list(ops.backfills(new TenantScope.One(tenant)));
        }
        if (steering.follow != null) {
            return followed(ops, chosen(ops, steering.follow));
        }
        if (steering.pause != null) {
            return act(ops, steering.pause, BackfillAct.PAUSE);
        }
        return steering.resume != null
                ? act(ops, steering.resume, BackfillAct.RESUME)
                : act(ops, Optional.ofNullable(steering.cancel).orElse(""), BackfillAct.CANCEL);
    }

    private Backfill chosen(Ops ops, String id) {
        List<Backfill> all = ops.backfills(new TenantScope.One(tenant));
        return all.stream()
                .filter(one -> id.isEmpty() ? !one.state().ended() : one.id().equals(id))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        id.isEmpty()
                                                ? tenant + " has no backfill that has not ended."
                                                : tenant
                                                        + " has no backfill "
                                                        + id
                                                        + "; --list tells which it has."));
    }

    private int act(Ops ops, String id, BackfillAct act) {
        Backfill chosen = chosen(ops, id);
        Backfill now = ops.backfill(tenant, chosen.id(), act, UUID.randomUUID().toString());
        told(now);
        boolean done =
                switch (act) {
                    case PAUSE -> now.state() == BackfillState.PAUSED;
                    case RESUME ->
                            now.state() == BackfillState.WAITING
                                    || now.state() == BackfillState.RUNNING;
                    case CANCEL -> now.state() == BackfillState.CANCELLED;
                };
        return done ? 0 : NOT_DONE;
    }

    private int list(List<Backfill> all) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(OpsJson.write(all));
        } else if (all.isEmpty()) {
            out.println(tenant + " has no backfills.");
        } else {
            all.forEach(
                    one ->
                            out.println(
                                    one.id()
                                            + "  "
                                            + BackfillWords.what(one)
                                            + ", by "
                                            + one.by()
                                            + ": "
                                            + BackfillWords.state(one)));
        }
        out.flush();
        return 0;
    }

    private int followed(Ops ops, Backfill asked) throws InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        err.println(
                "The gateway carries it out; to end it: ./drawbridge backfill --tenant "
                        + tenant
                        + " --cancel "
                        + asked.id());
        Backfill now;
        try (StatusLine status = new StatusLine(err, terminal && !json, PLAIN_EVERY)) {
            now =
                    following.until(
                            asked,
                            one -> one.state().ended() || one.state() == BackfillState.PAUSED,
                            one -> status.at(BackfillWords.line(one)),
                            one -> ops.backfill(tenant, one.id()));
        }
        told(now);
        if (now.state() != BackfillState.DONE) {
            return NOT_DONE;
        }
        return BackfillWords.lacks(now).isEmpty() ? 0 : LACKS;
    }

    private void told(Backfill now) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(OpsJson.write(now));
        } else {
            out.println(BackfillWords.line(now) + ".");
            now.lists()
                    .forEach(
                            list ->
                                    out.printf(
                                            Locale.ROOT,
                                            "  %-30s %,10d noted %,10d sent%n",
                                            list.resource(),
                                            list.marked(),
                                            list.sent()));
            BackfillWords.lacks(now).forEach(lack -> out.println("  ! " + lack));
            if (now.state() == BackfillState.DONE) {
                out.println(
                        "What was sent crosses in its lanes, after what is live; an audit proves"
                                + " that it did: ./drawbridge audit --tenant "
                                + now.tenant());
            }
        }
        out.flush();
    }
}
