package drawbridge.sandbox;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.io.IOException;
import java.util.concurrent.Callable;

/// `drawbridge sandbox acme`
@Command(
        name = "acme",
        description = "Starts Acme CRM alone, with the accounts of a file.",
        mixinStandardHelpOptions = true)
final class AcmeCommand implements Callable<Integer> {

    @Mixin private ServeOptions options = new ServeOptions();

    @Override
    public Integer call() throws IOException {
        return options.serve(
                (host, accounts) -> host.acme(accounts, options.data, options.port, options.seed));
    }
}
