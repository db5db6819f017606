package drawbridge.sandbox;

import drawbridge.sandbox.command.PortNumber;
import drawbridge.sandbox.world.Accounts;
import drawbridge.sandbox.world.ParentWatch;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Path;

/// The options of a sandbox that runs in a process of its own.
final class ServeOptions {

    @Option(
            names = "--host",
            description = {
                "Address to listen at. Default: ${DEFAULT-VALUE}, for this machine alone.",
                "The pages ask for no password: choose another in a closed network only."
            })
    String host = "127.0.0.1";

    @Option(
            names = "--port",
            converter = PortNumber.class,
            description = "Port; 0 (the default) takes a free one.")
    int port;

    @Option(names = "--data", required = true, description = "Folder for the ledger and the facts.")
    Path data = Path.of("");

    @Option(
            names = "--accounts",
            required = true,
            description = "JSON file with the control token and the accounts.")
    Path accounts = Path.of("");

    @Option(names = "--ready", description = "File that says where it listens, once it does.")
    @Nullable Path ready;

    @Option(names = "--seed", description = "Decides the ids. Default: ${DEFAULT-VALUE}")
    long seed = 1;

    /// How one kind of sandbox is started.
    interface Start {
        String on(Host host, Accounts accounts);
    }

    int serve(Start start) throws IOException {
        ParentWatch.begin(System.getenv());
        var read = Accounts.read(accounts);
        try (var host = new Host(this.host)) {
            var url = start.on(host, read);
            if (ready != null) {
                Ready.announce(ready, url);
            }
            host.untilStopped();
        }
        return 0;
    }
}
