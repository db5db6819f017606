package drawbridge.sandbox;

import com.fasterxml.jackson.databind.ObjectMapper;

import drawbridge.sandbox.command.ReportFile;
import drawbridge.sandbox.traffic.LoadPlan;
import drawbridge.sandbox.traffic.Loaded;
import drawbridge.sandbox.traffic.Loader;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.Callable;

/// `drawbridge sandbox load`
@Command(
        name = "load",
        description = {
            "Loads appointments and e-mails of real people into Acme.",
            "Each becomes a record of its own and is told by a webhook of its own."
        },
        mixinStandardHelpOptions = true)
final class LoadCommand implements Callable<Integer> {

    @Option(names = "--acme", required = true, description = "Where Acme listens.")
    private String acme = "";

    @Option(names = "--app", required = true, description = "Where the app listens.")
    private String app = "";

    @Option(names = "--control", required = true, description = "Control token of both.")
    private String control = "";

    @Option(names = "--account", required = true, description = "The account that gets it.")
    private String account = "";

    @Option(
            names = "--appointments",
            description = "CSV: appointment_id, contact_id, starts_on, location.")
    private @Nullable Path appointments;

    @Option(names = "--emails", description = "CSV, also .gz: sender, recipient, seconds.")
    private @Nullable Path emails;

    @Option(names = "--report", description = "JSON file for what came of it.")
    private @Nullable Path report;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        ReportFile.readable(spec.commandLine(), "--appointments", appointments);
        ReportFile.readable(spec.commandLine(), "--emails", emails);
        ReportFile.writable(spec.commandLine(), "--report", report);
        var plan = new LoadPlan(acme, app, control, account, appointments, emails);
        var vertx = Vertx.vertx();
        Loaded loaded;
        try {
            loaded = load(vertx, plan).await();
        } finally {
            var _ = vertx.close().await();
        }
        if (report != null) {
            new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(report.toFile(), loaded);
        }
        var out = spec.commandLine().getOut();
        out.printf(
                Locale.ROOT,
                "%,d appointments and %,d e-mails of %,d users in %.1f s, %,d a second%n",
                loaded.appointments().accepted(),
                loaded.emails().accepted(),
                loaded.users(),
                loaded.seconds(),
                loaded.recordsPerSecond());
        for (var row : loaded.rejected()) {
            out.printf("%s, line %d: %s%n", row.file(), row.line(), row.why());
        }
        out.flush();
        return loaded.rejected().isEmpty() ? 0 : 3;
    }

    private static Future<Loaded> load(Vertx vertx, LoadPlan plan) {
        Promise<Loaded> loaded = Promise.promise();
        vertx.runOnContext(
                _ -> new Loader(vertx, plan, InstantSource.system()).load().onComplete(loaded));
        return loaded.future();
    }
}
