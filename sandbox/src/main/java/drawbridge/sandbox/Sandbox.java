package drawbridge.sandbox;

import drawbridge.sandbox.command.PlainCommand;
import drawbridge.sandbox.command.PortNumber;
import drawbridge.sandbox.command.Release;
import drawbridge.sandbox.traffic.TrafficPlan;
import drawbridge.sandbox.world.Account;
import drawbridge.sandbox.world.Accounts;
import drawbridge.sandbox.world.Secrets;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;

/// `drawbridge sandbox`: the world outside. Without a subcommand it starts Acme and the app
/// together, with one account and its people, for a look around.
@Command(
        name = "drawbridge sandbox",
        description = {
            "Starts Acme CRM and the app, the two systems that Drawbridge connects.",
            "Without a subcommand it starts both, with one account called demo, and says where they are."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Release.class,
        subcommands = {
            AcmeCommand.class,
            AppCommand.class,
            TrafficCommand.class,
            LoadCommand.class
        })
public final class Sandbox implements Callable<Integer> {

    @Option(
            names = "--acme-port",
            converter = PortNumber.class,
            description = "Port of Acme; 0 (the default) takes a free one.")
    private int acmePort;

    @Option(
            names = "--app-port",
            converter = PortNumber.class,
            description = "Port of the app; 0 (the default) takes a free one.")
    private int appPort;

    @Option(names = "--data", description = "Folder for the ledgers; by default a temporary one.")
    private @Nullable Path data;

    @Option(names = "--seed", description = "Decides the ids. Default: ${DEFAULT-VALUE}")
    private long seed = 1;

    @Spec private CommandSpec spec = CommandSpec.create();

    /// The program.
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    /// The command with its subcommands; what goes wrong is said in one sentence.
    public static CommandLine commandLine() {
        return PlainCommand.of(new Sandbox(), "", 1);
    }

    @Override
    public Integer call() throws IOException {
        var folder = data == null ? Files.createTempDirectory("drawbridge-sandbox") : data;
        var control = Secrets.token();
        var client = new Account.OAuth("drawbridge", Secrets.token(), 300);
        var acme = new Account("demo", Secrets.token(), null, null, client, List.of());
        var app = new Account("demo", Secrets.token(), null, null);
        var out = spec.commandLine().getOut();
        try (var host = new Host()) {
            var acmeUrl =
                    host.acme(
                            new Accounts(control, List.of(acme)),
                            folder.resolve("acme"),
                            acmePort,
                            seed);
            var appUrl =
                    host.app(
                            new Accounts(control, List.of(app)),
                            folder.resolve("app"),
                            appPort,
                            seed);
            host.people(sample(acmeUrl, appUrl, control, acme, folder.resolve("people.jsonl")));
            say(out, "Acme CRM", acmeUrl, "X-Acme-Key: " + acme.key());
            out.printf("%-11s Authorization: Basic %s%n", "or a token", basic(client));
            say(out, "The app", appUrl, "Authorization: Bearer " + app.key());
            out.println("Control     Authorization: Bearer " + control);
            out.println("Ledgers     " + folder);
            out.println("Ctrl-C ends both.");
            out.flush();
            host.untilStopped();
        }
        return 0;
    }

    /// A few people with a week of appointments, so that the pages have something to show.
    private TrafficPlan sample(
            String acmeUrl, String appUrl, String control, Account account, Path ledger) {
        var length = Duration.ofSeconds(2);
        return new TrafficPlan(
                acmeUrl,
                appUrl,
                control,
                List.of(account),
                seed,
                40,
                length,
                ledger,
                4,
                8,
                2,
                1,
                true,
                false);
    }

    private static String basic(Account.OAuth client) {
        var pair = client.clientId() + ":" + client.clientSecret();
        return Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    private static void say(PrintWriter out, String name, String url, String credential) {
        out.printf("%-11s %s/  (API: %s/openapi.json)%n", name, url, url);
        out.printf("%-11s %s%n", "", credential);
    }
}
