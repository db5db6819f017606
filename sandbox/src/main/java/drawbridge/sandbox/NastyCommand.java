package drawbridge.sandbox;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.io.IOException;
import java.util.concurrent.Callable;

/// `drawbridge sandbox nasty`
@Command(
        name = "nasty",
        description = {
            "Starts an API of the unpleasant kind, with the accounts of a file:",
            "XML, bare ids, 404 for nothing, 500 for whatever is wrong."
        },
        mixinStandardHelpOptions = true)
final class NastyCommand implements Callable<Integer> {

    @Mixin private ServeOptions options = new ServeOptions();

    @Override
    public Integer call() throws IOException {
        return options.serve(
                (host, accounts) -> host.nasty(accounts, options.data, options.port, options.seed));
    }
}
