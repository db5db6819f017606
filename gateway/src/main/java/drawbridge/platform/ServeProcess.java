package drawbridge.platform;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import drawbridge.mapping.Mappings;
import drawbridge.mapping.file.MappingLoader;
import drawbridge.ops.Tokens;
import drawbridge.tenant.Vault;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.micrometer.MicrometerMetricsOptions;
import io.vertx.sqlclient.DatabaseException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// One running gateway: the database if it is ours, the event loops, and the parts on them.
final class ServeProcess implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ServeProcess.class);
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration STOP = Duration.ofSeconds(15);

    private final Config config;
    private final @Nullable LocalPostgres ours;
    private final Vertx vertx;
    private final ServeParts parts;

    private ServeProcess(
            Config config, @Nullable LocalPostgres ours, Vertx vertx, ServeParts parts) {
        this.config = config;
        this.ours = ours;
        this.vertx = vertx;
        this.parts = parts;
    }

    /// Returns when both ports listen and the engine works. What can be found out without the
    /// database is found out before it is started.
    ///
    /// @param ready where it is to be told that we are up
    static ServeProcess start(Optional<Path> file, Map<String, String> flags, Optional<Path> ready)
            throws StartFailure, Mappings.Refused {
        PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        Vertx vertx =
                Vertx.builder()
                        .with(
                                new VertxOptions()
                                        .setMetricsOptions(
                                                new MicrometerMetricsOptions().setEnabled(true)))
                        .withMetrics(new io.vertx.micrometer.MicrometerMetricsFactory(meters))
                        .build();
        LocalPostgres ours = null;
        try {
            Map<String, String> environment =
                    Environment.read(System.getenv(), Settings.variables());
            Config config = Settings.read(vertx, file, environment, flags);
            folder(config.data());
            if (ready.isPresent()) {
                PrivateFile.tryOut(ready.get());
            }
            Port.tryOut(List.of(config.publicAt(), config.opsAt()));
            Mappings mappings = MappingLoader.load(config.mappings(), environment);
            Tokens tokens = tokens(config);
            Vault vault = vault(config);
            DatabaseAccess access;
            if (config.database().isPresent()) {
                access = config.database().get();
            } else {
                ours = LocalPostgres.start(config.data().resolve("postgres"), 0);
                access = ours.access();
            }
            Migration.run(access);
            ServeParts parts =
                    started(
                            ServeParts.start(
                                    new ServeParts.Ground(
                                            vertx,
                                            config,
                                            environment,
                                            DatabasePool.open(vertx, access),
                                            mappings,
                                            vault,
                                            tokens,
                                            meters)));
            return new ServeProcess(config, ours, vertx, parts);
        } catch (StartFailure | Mappings.Refused | RuntimeException failure) {
            closeQuietly(vertx);
            if (ours != null) {
                ours.close();
            }
            throw failure;
        }
    }

    private static ServeParts started(io.vertx.core.Future<ServeParts> starting)
            throws StartFailure {
        try {
            return starting.await(START.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException slow) {
            throw new StartFailure(
                    "The gateway did not start within "
                            + START.toSeconds()
                            + " seconds: its database answers too slowly. Nothing is lost; start it"
                            + " again.");
        } catch (DatabaseException failure) {
            throw new StartFailure(
                    "The database refused what a start needs: "
                            + failure.getMessage()
                            + ". The role of database.gateway.user needs the rights that the"
                            + " migration gives it.");
        } catch (RuntimeException failure) {
            throw failure;
        } catch (Exception failure) {
            if (failure instanceof StartFailure told) {
                throw told;
            }
            if (failure instanceof IOException lost) {
                throw new StartFailure("The database went away: " + lost.getMessage() + ".");
            }
            throw new IllegalStateException(failure);
        }
    }

    String greeting() {
        return "Drawbridge "
                + Release.text()
                + " is up."
                + System.lineSeparator()
                + "  systems send to  "
                + parts.publicUrl()
                + System.lineSeparator()
                + "  operators look at "
                + parts.opsUrl()
                + "  (./drawbridge console --gateway "
                + parts.opsUrl()
                + ")"
                + config.tokens()
                        .map(_ -> "")
                        .orElse(
                                System.lineSeparator()
                                        + "  their token is the last word of "
                                        + madeTokens(config));
    }

    void writeReady(Path file) throws StartFailure {
        ObjectNode ready =
                new ObjectMapper()
                        .createObjectNode()
                        .put("public", parts.publicUrl())
                        .put("ops", parts.opsUrl())
                        .put("pid", ProcessHandle.current().pid())
                        .put("version", Release.text());
        try {
            PrivateFile.write(file, ready.toString());
        } catch (IOException unwritable) {
            throw new StartFailure("The file " + file + " of --ready cannot be written.");
        }
    }

    /// The data folder, made if it is missing, for our eyes alone.
    private static void folder(Path data) throws StartFailure {
        try {
            Files.createDirectories(data);
        } catch (FileAlreadyExistsException there) {
            throw new StartFailure(
                    "The data folder "
                            + data
                            + " cannot be made: "
                            + there.getFile()
                            + " is a file. Name a folder with --data.");
        } catch (IOException unwritable) {
            throw cannotWrite(data);
        }
        if (!Files.isDirectory(data) || !Files.isWritable(data)) {
            throw cannotWrite(data);
        }
    }

    private static StartFailure cannotWrite(Path data) {
        return new StartFailure(
                "The data folder "
                        + data
                        + " cannot be written to. Mend its rights, or name another with --data.");
    }

    private static Vault vault(Config config) throws StartFailure {
        try {
            return Vault.open(config.masterKey().map(Config.MasterKey::base64), config.data());
        } catch (StartFailure wrong) {
            throw config.masterKey().isEmpty()
                    ? wrong
                    : new StartFailure(
                            wrong.getMessage()
                                    + " It comes from "
                                    + config.masterKey().get().place()
                                    + ".");
        }
    }

    private static Path madeTokens(Config config) {
        return config.data().resolve("ops-token");
    }

    private static Tokens tokens(Config config) throws StartFailure {
        Path file = config.tokens().orElse(madeTokens(config));
        try {
            if (config.tokens().isEmpty() && !Files.exists(file)) {
                byte[] random = new byte[24];
                new SecureRandom().nextBytes(random);
                PrivateFile.write(
                        file,
                        "admin admin "
                                + Base64.getUrlEncoder().withoutPadding().encodeToString(random)
                                + "\n");
            }
            return Tokens.read(file);
        } catch (IOException unreadable) {
            throw new StartFailure(
                    "The file of ops tokens "
                            + file
                            + " cannot be read: "
                            + FileTrouble.said(unreadable)
                            + ".");
        } catch (IllegalArgumentException wrong) {
            throw new StartFailure(String.valueOf(wrong.getMessage()));
        }
    }

    /// Takes nothing new, finishes what is at hand, gives leases back, closes the database if it is
    /// ours.
    @Override
    public void close() {
        try {
            parts.stop().await(STOP.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException | RuntimeException unfinished) {
            LOG.atWarn()
                    .addKeyValue("cause", unfinished.toString())
                    .log("The stop was not orderly; the next start picks up what is left");
        }
        closeQuietly(vertx);
        if (ours != null) {
            ours.close();
        }
        LOG.atInfo().addKeyValue("data", config.data().toString()).log("Stopped");
    }

    private static void closeQuietly(Vertx vertx) {
        try {
            vertx.close().await(STOP.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException | RuntimeException unfinished) {
            LOG.atWarn().addKeyValue("cause", unfinished.toString()).log("Event loops went on");
        }
    }
}
