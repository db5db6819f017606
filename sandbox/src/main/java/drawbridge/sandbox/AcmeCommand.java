package drawbridge.sandbox;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.io.IOException;
import java.util.concurrent.Callable;

/// `drawbridge sandbox acme`
@Command(
        name = "acme",
        aliases = "nasty",
        description = {
            "Starts Acme CRM alone, with the accounts of a file.",
            "Below /legacy lies its old API, an unpleasant one: XML, bare ids, 404 for nothing, 500",
            "for whatever is wrong."
        },
        mixinStandardHelpOptions = true)
final class AcmeCommand implements Callable<Integer> {

    @Mixin private ServeOptions options = new ServeOptions();

    @Override
    public Integer call() throws IOException {
        return options.serve(
                (host, accounts) -> host.acme(accounts, options.data, options.port, options.seed));
    }
}
