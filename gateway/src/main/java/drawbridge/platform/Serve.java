package drawbridge.platform;

import drawbridge.mapping.Mappings;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

/// The service: `drawbridge serve`. Runs until it is told to stop (SIGTERM, Ctrl-C); then it takes
/// nothing new, finishes what is at hand and gives its leases back.
///
/// What keeps it from starting is told in plain sentences on standard error, with exit code 2.
@Command(
        name = "drawbridge serve",
        mixinStandardHelpOptions = true,
        versionProvider = Release.class,
        description = "Runs the gateway until it is told to stop.",
        footer = {
            "",
            "Every flag has a key in the configuration file and a variable in the environment:",
            "public.port is --public-port and DRAWBRIDGE_PUBLIC_PORT. A flag wins over the",
            "environment, the environment over the file. A secret may lie in a file:",
            "DRAWBRIDGE_X_FILE names the file that holds DRAWBRIDGE_X.",
            "",
            "  DRAWBRIDGE_PUBLIC_HOST, _OPS_HOST   addresses to listen at. Default: 127.0.0.1",
            "  DRAWBRIDGE_OPS_TOKENS               file of lines: name role token [tenants].",
            "                                      Default: made in the data folder",
            "  DRAWBRIDGE_DATABASE_URL             postgresql://host:port/name.",
            "                                      Default: a server of its own",
            "  DRAWBRIDGE_DATABASE_MIGRATION_USER, _PASSWORD   the role that owns the tables",
            "  DRAWBRIDGE_DATABASE_GATEWAY_USER, _PASSWORD     the role that the service works with",
            "  DRAWBRIDGE_MASTER_KEY               encrypts secrets. Default: made in the data folder",
            "  DRAWBRIDGE_DELETE_GAP               between two \"not found\" that prove a delete.",
            "                                      Default: PT1M",
            "  DRAWBRIDGE_RETENTION_WORK, _RETENTION_TOMBSTONES   Default: P30D, P90D",
            "  DRAWBRIDGE_AUDIT_EVERY              how often both systems of each tenant are compared;",
            "                                      never: only when asked for. Default: P1D",
            "  DRAWBRIDGE_LOG_LEVEL                of our own packages. Default: INFO",
            "",
            "What a tenant needs (addresses, keys) its file in mappings/tenants names as $${VARIABLE}."
        })
public final class Serve implements Callable<Integer> {

    private static final int REFUSED = 2;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(names = "--config", paramLabel = "FILE", description = "Configuration file (YAML).")
    private @Nullable Path config;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Folder that is ours: database, keys. Default: .drawbridge/data")
    private @Nullable String data;

    @Option(
            names = "--mappings",
            paramLabel = "DIR",
            description = "Systems, flows and tenants. Default: mappings")
    private @Nullable String mappings;

    @Option(
            names = "--public-port",
            paramLabel = "PORT",
            description = "Where systems send to us; 0 takes a free one. Default: 8080")
    private @Nullable String publicPort;

    @Option(
            names = "--ops-port",
            paramLabel = "PORT",
            description = "Where operators look and act; 0 takes a free one. Default: 8081")
    private @Nullable String opsPort;

    @Option(
            names = "--ready",
            paramLabel = "FILE",
            description = "Written when both ports listen: their addresses and the process id.")
    private @Nullable Path ready;

    public static void main(String[] arguments) {
        System.exit(PlainCommand.of(new Serve()).execute(arguments));
    }

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter told = spec.commandLine().getErr();
        CountDownLatch stop = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        try (ServeProcess process =
                ServeProcess.start(Optional.ofNullable(config), flags(), ready())) {
            Runtime.getRuntime()
                    .addShutdownHook(
                            new Thread(
                                    () -> {
                                        stop.countDown();
                                        awaitQuietly(stopped);
                                    },
                                    "stop"));
            ParentWatch.begin(
                    System.getenv().getOrDefault(ParentWatch.VARIABLE, ""), stop::countDown);
            if (ready != null) {
                process.writeReady(ready);
            }
            told.println(process.greeting());
            stop.await();
        } catch (StartFailure refused) {
            told.println(refused.getMessage());
            return REFUSED;
        } catch (Mappings.Refused refused) {
            refused.problems().forEach(told::println);
            told.println(
                    "Nothing was started. Mend "
                            + (refused.problems().size() == 1 ? "this" : "these")
                            + " in the mappings and start again.");
            return REFUSED;
        } finally {
            stopped.countDown();
        }
        return 0;
    }

    private Optional<Path> ready() {
        return Optional.ofNullable(ready);
    }

    private Map<String, String> flags() {
        Map<String, String> flags = new TreeMap<>();
        put(flags, "data", data);
        put(flags, "mappings", mappings);
        put(flags, "public.port", publicPort);
        put(flags, "ops.port", opsPort);
        return flags;
    }

    private static void put(Map<String, String> flags, String key, @Nullable String value) {
        if (value != null) {
            flags.put(key, value);
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
