package drawbridge.sandbox.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;

import drawbridge.sandbox.demo.Scene.Addresses;
import drawbridge.sandbox.judge.Judge;
import drawbridge.sandbox.judge.Judgement;
import drawbridge.sandbox.judge.Pronouncement;
import drawbridge.sandbox.judge.RunDatabase;
import drawbridge.sandbox.parts.Launcher;
import drawbridge.sandbox.traffic.Loaded;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/// One run from the first process to the verdict. Whatever happens, no process is left behind.
final class Performance {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /// Real input is much, and machines are slow.
    private static final Duration PATIENCE_WITH_INPUT = Duration.ofMinutes(10);

    /// The customer who comes while the gateway runs.
    private static final String LATER = "west";

    /// The customer whom the gateway reaches by Acme's old API.
    private static final String OLD = "east";

    private static final Duration LOOK = Duration.ofMillis(100);

    /// Where the meeting is that a visitor drags: both pages show it, and there is where one who
    /// moved it too often to and fro looks for the reason that it goes no further.
    private static final String DRAG = "Moved to and fro 4 times, it waits: console, Conflicts";

    private final Launcher launcher;
    private final RunFolder folder;
    private final Plan plan;
    private final InstantSource clock;
    private final Bell bell;
    private final PrintWriter err;
    private final List<Tenant> tenants;
    private final RunRecord record;
    private final Stage stage;
    private final Cast cast;
    private Optional<Loaded> loaded = Optional.empty();
    private Optional<ObjectNode> found = Optional.empty();
    private final ObjectNode ways = Http.JSON.createObjectNode();

    Performance(
            Launcher launcher,
            RunFolder folder,
            Plan plan,
            InstantSource clock,
            Bell bell,
            PrintWriter err) {
        this.launcher = launcher;
        this.folder = folder;
        this.plan = plan;
        this.clock = clock;
        this.bell = bell;
        this.err = err;
        this.tenants = tenants(plan);
        this.record = new RunRecord(folder, clock, plan.seed(), tenants);
        if (plan.open()) {
            record.open();
        }
        this.stage = new Stage(System::nanoTime, plan.seed(), plan.open());
        this.cast = new Cast(launcher, folder, record, plan.seed(), tenants, plan.loads());
    }

    private static List<Tenant> tenants(Plan plan) {
        var usual =
                Stream.of(Tenant.fresh("north"), Tenant.fresh("south"), Tenant.withTokens(LATER));
        var further = plan.old() ? Stream.of(Tenant.ofOldApi(OLD)) : Stream.<Tenant>empty();
        return Stream.concat(usual, further).toList();
    }

    /// Gives it, and has it judged.
    Judgement give(Screen screen) throws IOException, SQLException {
        var hook = new Thread(() -> abort(screen), "abort");
        Runtime.getRuntime().addShutdownHook(hook);
        try (screen;
                cast;
                var http = new Http();
                var lookout = new Lookout(stage, screen, clock, folder);
                var ledger = new OperatorLedger(folder, clock)) {
            play(http, lookout, ledger);
            cast.endAllButDatabase();
            stage.enter(Phase.VERDICT, Duration.ZERO);
            record.phase(Phase.VERDICT.word);
            try (var database = RunDatabase.open(folder.path(), launcher)) {
                if (found.isPresent()) {
                    Input.ways(ways, database.connection());
                }
                return Judge.judge(folder.path(), database.connection());
            }
        } finally {
            forget(hook);
        }
    }

    private void abort(Screen screen) {
        screen.close();
        err.println(
                "Ending all processes of the demo, unjudged. The run is kept in " + folder.path());
        err.flush();
        cast.close();
    }

    private static void forget(Thread hook) {
        try {
            var _ = Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // The hook is at work: this process is being ended.
        }
    }

    private void play(Http http, Lookout lookout, OperatorLedger ledger) throws IOException {
        stage.enter(Phase.START, Duration.ZERO);
        record.phase(Phase.START.word);
        cast.startWorld();
        stage.tell("PostgreSQL, Acme and the app are up");
        cast.startGateway();
        stage.tell("the gateway is up");
        var acme = new SandboxControl(http, cast.acmeUrl(), cast.control());
        var app = new SandboxControl(http, cast.appUrl(), cast.control());
        var ops = new OpsClient(http, cast.opsUrl(), cast.opsToken());
        cast.introduce(acme, app);
        stage.addresses(
                new Addresses(
                        cast.acmeUrl() + "/",
                        cast.appUrl() + "/",
                        "./drawbridge console --gateway %s --token-file %s"
                                .formatted(cast.opsUrl(), near(folder.file("ops-token")))));
        lookout.watch(ops);
        admit(ops, LATER);
        stage.tell("a third customer, " + LATER + ", came by one file");
        if (plan.old()) {
            admit(ops, OLD);
            stage.tell(
                    "so did %s, whose Acme is reached by an unpleasant API, by YAML alone"
                            .formatted(OLD));
        }
        var story = new Story(stage, record, bell, cast, acme, app, plan.length());
        boolean quiet;
        try (var operator = operator(ops, ledger, new Mending(acme, app))) {
            try (var people = new Crowds(cast, folder, plan, bell)) {
                var input = Input.begin(people.vertx(), plan, cast, tenants.getFirst().name());
                people.work();
                operator.begin();
                story.tell();
                if (input.isPresent()) {
                    loaded = Optional.of(load(input.get()));
                }
                if (plan.open() && !bell.hasRung()) {
                    stage.enter(Phase.OPEN, Duration.ZERO);
                    record.phase(Phase.OPEN.word);
                    operator.standBack();
                    people.goOn();
                    visitorsTurn(acme, app);
                }
            }
            story.heal();
            Crowds.complete(app, tenants);
            stage.enter(Phase.CLOSE, Duration.ZERO);
            record.phase(Phase.CLOSE.word);
            stillThere();
            encore(acme, app, ops, ledger, operator).play();
            operator.finish();
            stage.enter(Phase.QUIET, Duration.ZERO);
            record.phase(Phase.QUIET.word);
            quiet =
                    new Quiet(acme, app, ops)
                            .reached(
                                    plan.loads() ? PATIENCE_WITH_INPUT : PATIENCE,
                                    operator::release);
        }
        if (loaded.isPresent()) {
            var account = tenants.getFirst().name();
            found =
                    Optional.of(
                            Input.found(loaded.get(), app.facts(account), app.dashboard(account)));
        }
        stage.tell(quiet ? "all is quiet" : "it never became quiet");
        lookout.last(ops);
        record.ended(quiet);
    }

    /// Until the bell rings the visitor does as they like; even with the gateway's process.
    private void visitorsTurn(SandboxControl acme, SandboxControl app) throws IOException {
        var today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        var account = tenants.getFirst().name();
        var _ = new Meetings(acme, app, account, today).create("Drag me", 12, 90, DRAG);
        stage.tell("what waits for a person is yours now: the operator stands back");
        stage.tell(
                "'Drag me' is new, today at noon (%s, User 1): drag it in either page"
                        .formatted(account));
        stage.tell("moved to and fro four times, it waits for you: the console, Conflicts");
        while (!bell.hasRung()) {
            bell.await(LOOK);
            var dead = cast.deadGateway();
            if (dead.isPresent()) {
                record.killed(dead.get());
                stage.tell("the gateway was killed; it is started again, on the same ports");
                cast.startGateway();
                stage.tell("the gateway is back");
            }
        }
    }

    private void admit(OpsClient ops, String customer) throws IOException {
        cast.admit(customer);
        for (var waited = Duration.ZERO;
                !ops.tenants().contains(customer);
                waited = waited.plus(LOOK)) {
            if (bell.hasRung() || waited.compareTo(PATIENCE) > 0) {
                return;
            }
            bell.await(LOOK);
        }
    }

    private Encore encore(
            SandboxControl acme,
            SandboxControl app,
            OpsClient ops,
            OperatorLedger ledger,
            Operator operator) {
        var account = tenants.getFirst().name();
        return new Encore(stage, acme, app, ops, ledger, operator::leave, account, clock);
    }

    private Operator operator(OpsClient ops, OperatorLedger ledger, Mending mending) {
        return new Operator(stage, ops, ledger, mending, new Random(plan.seed()));
    }

    private Loaded load(Input input) throws IOException {
        var all = input.await();
        stage.tell(
                "%,d appointments and %,d e-mails are in Acme; %,d were refused"
                        .formatted(
                                all.appointments().accepted(),
                                all.emails().accepted(),
                                all.rejected().size()));
        return all;
    }

    /// The file as one says it here: short if it lies beneath the working folder.
    private static Path near(Path file) {
        var here = Path.of("").toAbsolutePath();
        return file.startsWith(here) ? here.relativize(file) : file;
    }

    private void stillThere() throws IOException {
        var fallen = cast.fallen();
        if (fallen.isPresent()) {
            throw new IOException(
                    "%s ended by itself; what it said is in %s."
                            .formatted(fallen.get(), folder.path()));
        }
    }

    /// Says the verdict, writes the report, and gives the exit code.
    int tell(Judgement judgement, PrintWriter out, boolean colours) throws IOException {
        new Pronouncement(colours).lines(judgement).forEach(out::println);
        out.println();
        out.println("  The run is kept in " + folder.path());
        out.println("  Judge it again: ./drawbridge verdict " + folder.path());
        out.flush();
        var all = judgement.report();
        found.ifPresent(input -> all.set("input", input));
        all.setAll(ways);
        var report = all.toPrettyString() + "\n";
        folder.replace("report.json", report);
        if (plan.report().isPresent()) {
            Files.writeString(plan.report().get(), report);
        }
        return judgement.clean() ? 0 : 1;
    }
}
