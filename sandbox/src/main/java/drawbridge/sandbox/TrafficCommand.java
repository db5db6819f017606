package drawbridge.sandbox;

import drawbridge.sandbox.traffic.Traffic;
import drawbridge.sandbox.traffic.TrafficPlan;
import drawbridge.sandbox.world.Accounts;

import io.vertx.core.Vertx;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;

/// `drawbridge sandbox traffic`
@Command(
        name = "traffic",
        description = "Lets people work in Acme and in the app at once, and notes what they did.",
        mixinStandardHelpOptions = true)
final class TrafficCommand implements Callable<Integer> {

    @Option(names = "--acme", required = true, description = "Where Acme listens.")
    private String acme = "";

    @Option(names = "--app", required = true, description = "Where the app listens.")
    private String app = "";

    @Option(names = "--control", description = "Control token; by default that of the accounts.")
    private @Nullable String control;

    @Option(names = "--accounts", required = true, description = "Acme's accounts file.")
    private Path accounts = Path.of("");

    @Option(names = "--account", description = "Works in these accounts only.")
    private List<String> only = List.of();

    @Option(names = "--seed", description = "Decides what happens. Default: ${DEFAULT-VALUE}")
    private long seed = 1;

    @Option(names = "--rate", description = "Edits a second. Default: ${DEFAULT-VALUE}")
    private double rate = 10;

    @Option(
            names = "--for",
            converter = Length.class,
            description = "How long, such as 30s or 2m. Default: 30s")
    private Duration length = Duration.ofSeconds(30);

    @Option(names = "--ledger", required = true, description = "File for what was meant and told.")
    private Path ledger = Path.of("");

    @Option(names = "--ready", description = "File that is written when the people are there.")
    private @Nullable Path ready;

    @Option(names = "--users", description = "Users per account. Default: ${DEFAULT-VALUE}")
    private int users = 4;

    @Option(names = "--contacts", description = "Contacts per account. Default: ${DEFAULT-VALUE}")
    private int contacts = 12;

    @Option(
            names = "--deletes",
            description = "Most deletes per account. Default: ${DEFAULT-VALUE}")
    private int deletes = 8;

    @Option(
            names = "--weeks",
            description = "Weeks to fill, from now on. Default: ${DEFAULT-VALUE}")
    private int weeks = 3;

    @Option(
            names = "--no-activities",
            negatable = true,
            description = "Nobody logs calls or mails in Acme; by default they do.")
    private boolean activities = true;

    @Option(
            names = "--mass-delete",
            description = "Once, somebody of the first account deletes a screenful in Acme.")
    private boolean massDelete;

    @Override
    public Integer call() throws IOException {
        var read = Accounts.read(accounts);
        var chosen =
                read.all().stream()
                        .filter(account -> only.isEmpty() || only.contains(account.account()))
                        .toList();
        var token = control == null ? read.control() : control;
        var plan =
                new TrafficPlan(
                        acme,
                        app,
                        token,
                        chosen,
                        seed,
                        rate,
                        length,
                        ledger,
                        users,
                        contacts,
                        deletes,
                        weeks,
                        activities,
                        massDelete);
        var vertx = Vertx.vertx();
        try {
            var traffic = new Traffic(plan, InstantSource.system());
            var _ = vertx.deployVerticle(traffic).await();
            if (ready != null) {
                Ready.announce(ready, acme);
            }
            var _ = traffic.finished().await();
        } finally {
            var _ = vertx.close().await();
        }
        return 0;
    }

    /// Reads `30s`, `2m` or `1h`.
    static final class Length implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            if (!text.matches("\\d{1,6}[smh]")) {
                throw new TypeConversionException(
                        "'" + text + "' is not a length such as 30s or 2m");
            }
            return Duration.parse("PT" + text.toUpperCase(java.util.Locale.ROOT));
        }
    }
}
