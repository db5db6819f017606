package drawbridge.platform;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

/// `drawbridge postgres`: our own PostgreSQL as a process in the foreground, until it is told to
/// stop. Useful where several programs look at one database, and to look at the data of a service
/// that is down.
@Command(
        name = "drawbridge postgres",
        mixinStandardHelpOptions = true,
        versionProvider = Release.class,
        description = "Runs a PostgreSQL that keeps what it acknowledges, until it is stopped.")
public final class Postgres implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--data",
            required = true,
            paramLabel = "DIR",
            description = "the folder in which it keeps everything; made if it is missing")
    private Path data = Path.of("");

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "0",
            description = "the port on the loopback (default: any free one)")
    private int port;

    @Option(
            names = "--ready",
            required = true,
            paramLabel = "FILE",
            description =
                    "written when it is up: address and credentials, readable by its owner alone")
    private Path ready = Path.of("");

    public static void main(String[] arguments) {
        int code = PlainCommand.of(new Postgres()).execute(arguments);
        if (code != 0) {
            System.exit(code);
        }
    }

    @Override
    public Integer call() {
        LocalPostgres server;
        try {
            if (port < 0 || port > 65_535) {
                throw new StartFailure("--port is " + port + "; a port is a number up to 65535.");
            }
            PrivateFile.tryOut(ready);
            server = LocalPostgres.start(data.toAbsolutePath().normalize(), port);
        } catch (StartFailure e) {
            spec.commandLine().getErr().println(e.getMessage());
            return CommandLine.ExitCode.USAGE;
        }
        Optional.ofNullable(System.getenv(ParentWatch.VARIABLE))
                .ifPresent(parent -> ParentWatch.begin(parent, () -> System.exit(0)));
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(
                        Thread.ofPlatform()
                                .name("stop")
                                .unstarted(
                                        () -> {
                                            server.close();
                                            stopped.countDown();
                                        }));
        try {
            Migration.run(server.access());
            DatabaseReady.write(ready, server.access(), ProcessHandle.current().pid());
        } catch (StartFailure e) {
            spec.commandLine().getErr().println(e.getMessage());
            return CommandLine.ExitCode.USAGE;
        } catch (IOException e) {
            spec.commandLine()
                    .getErr()
                    .println(
                            "The file "
                                    + ready
                                    + " cannot be written: "
                                    + FileTrouble.said(e)
                                    + ".");
            return CommandLine.ExitCode.USAGE;
        }
        spec.commandLine()
                .getErr()
                .println("PostgreSQL is up at " + server.access().url() + ". Stop it by Ctrl-C.");
        try {
            stopped.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return CommandLine.ExitCode.OK;
    }
}
