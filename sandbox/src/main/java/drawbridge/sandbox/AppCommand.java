package drawbridge.sandbox;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.io.IOException;
import java.util.concurrent.Callable;

/// `drawbridge sandbox app`
@Command(
        name = "app",
        description = "Starts the app alone, with the accounts of a file.",
        mixinStandardHelpOptions = true)
final class AppCommand implements Callable<Integer> {

    @Mixin private ServeOptions options = new ServeOptions();

    @Override
    public Integer call() throws IOException {
        return options.serve(
                (host, accounts) -> host.app(accounts, options.data, options.port, options.seed));
    }
}
