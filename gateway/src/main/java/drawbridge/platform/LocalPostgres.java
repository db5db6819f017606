package drawbridge.platform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import drawbridge.platform.DatabaseAccess.Credential;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A PostgreSQL of our own in a folder that is kept, made safe: what it acknowledged is on the
/// disk, it listens on the loopback alone, every login needs a generated password (scram), and the
/// gateway's role is no superuser.
///
/// One process owns a folder at a time. If that process is killed, its server lives on for a while;
/// the next owner ends it in good order and starts anew on the same data.
public final class LocalPostgres implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LocalPostgres.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DATABASE = "drawbridge";
    private static final List<String> ROLES =
            List.of("drawbridge_owner", "drawbridge_gateway", "drawbridge_judge");

    /// A `-c` option follows the `-F` that the library gives, so it has the last word.
    ///
    /// After each checkpoint the first change to a page writes all of it to the log: where a
    /// gigabyte of log brings on the next checkpoint, 40 KB of log were written for each record
    /// that was linked.
    private static final Map<String, String> SETTINGS =
            Map.ofEntries(
                    Map.entry("fsync", "on"),
                    Map.entry("full_page_writes", "on"),
                    Map.entry("synchronous_commit", "on"),
                    Map.entry("listen_addresses", "127.0.0.1"),
                    Map.entry("unix_socket_directories", ""),
                    Map.entry("password_encryption", "scram-sha-256"),
                    Map.entry("max_connections", "200"),
                    Map.entry("shared_buffers", "512MB"),
                    Map.entry("max_wal_size", "4GB"),
                    Map.entry("checkpoint_timeout", "15min"),
                    Map.entry("jit", "off"),
                    Map.entry("timezone", "UTC"),
                    Map.entry("logging_collector", "on"),
                    Map.entry("log_directory", "log"),
                    Map.entry("log_filename", "postgresql-%a.log"),
                    Map.entry("log_truncate_on_rotation", "on"),
                    Map.entry("log_rotation_age", "1d"),
                    Map.entry("log_rotation_size", "0"),
                    Map.entry("log_timezone", "UTC"));

    private final EmbeddedPostgres server;
    private final Path data;
    private final FileChannel ownership;
    private final DatabaseAccess access;

    private LocalPostgres(
            EmbeddedPostgres server, Path data, FileChannel ownership, DatabaseAccess access) {
        this.server = server;
        this.data = data;
        this.ownership = ownership;
        this.access = access;
    }

    /// @param port 0 = any free one
    public static LocalPostgres start(Path folder, int port) throws StartFailure {
        FileChannel ownership = own(folder);
        try {
            Path data = folder.resolve("data");
            new Orphan(data, Duration.ofSeconds(15)).end();
            LocalData.of(folder).check();
            Map<String, String> passwords = passwords(folder);
            tryOut(port);
            EmbeddedPostgres server = start(folder, data, port, passwords);
            try {
                setUp(server, folder, passwords);
            } catch (SQLException e) {
                server.close();
                throw new StartFailure(
                        "The database in " + folder + " could not be set up: " + e.getMessage());
            }
            Credential judge = new Credential(ROLES.get(2), password(passwords, ROLES.get(2)));
            DatabaseAccess access =
                    new DatabaseAccess(
                            "127.0.0.1",
                            server.getPort(),
                            DATABASE,
                            new Credential(ROLES.get(0), password(passwords, ROLES.get(0))),
                            new Credential(ROLES.get(1), password(passwords, ROLES.get(1))),
                            Optional.of(judge));
            LOG.atInfo().addKeyValue("port", server.getPort()).log("PostgreSQL is up");
            return new LocalPostgres(server, data, ownership, access);
        } catch (IOException | RuntimeException e) {
            release(ownership);
            throw new StartFailure(LocalData.of(folder).whyItDidNotStart(port, e));
        } catch (StartFailure e) {
            release(ownership);
            throw e;
        }
    }

    public DatabaseAccess access() {
        return access;
    }

    /// Ends the server in good order.
    @Override
    public void close() {
        try {
            // The library gives it five seconds; on a busy machine the last checkpoint takes
            // longer. Whoever asked us to end waits for all this.
            server.close();
            new Orphan(data, Duration.ofSeconds(4)).end();
        } catch (IOException | StartFailure e) {
            LOG.atWarn().setCause(e).log("PostgreSQL did not stop in good order");
        } finally {
            release(ownership);
        }
    }

    private static FileChannel own(Path folder) throws StartFailure {
        try {
            Files.createDirectories(folder);
            FileChannel channel =
                    FileChannel.open(
                            folder.resolve("owner.lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            Optional<FileLock> lock = lock(channel);
            if (lock.isEmpty()) {
                channel.close();
                throw new StartFailure(
                        "The database folder "
                                + folder
                                + " is in use by another process. Stop that one, or choose another"
                                + " folder.");
            }
            return channel;
        } catch (IOException e) {
            throw new StartFailure(
                    "The folder "
                            + folder
                            + " cannot be written to: "
                            + FileTrouble.said(e)
                            + ". Mend its rights, or name another with --data.");
        }
    }

    private static Optional<FileLock> lock(FileChannel channel) throws IOException {
        try {
            return Optional.ofNullable(channel.tryLock());
        } catch (OverlappingFileLockException e) {
            return Optional.empty();
        }
    }

    private static void release(FileChannel ownership) {
        try {
            ownership.close();
        } catch (IOException e) {
            LOG.atWarn().setCause(e).log("the lock of the database folder was not released");
        }
    }

    /// A server that cannot have its port ends by itself, which its starter would await for a
    /// minute.
    private static void tryOut(int port) throws IOException {
        if (port == 0) {
            return;
        }
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            LOG.atDebug().addKeyValue("port", socket.getLocalPort()).log("The port is free");
        }
    }

    private static EmbeddedPostgres start(
            Path folder, Path data, int port, Map<String, String> passwords)
            throws IOException, StartFailure {
        // Data without the mark of a finished set-up never acknowledged anything.
        if (Files.exists(data) && !Files.exists(folder.resolve("set-up"))) {
            delete(data);
        }
        Path password = folder.resolve("superuser.password");
        PrivateFile.write(password, password(passwords, "postgres"));
        try {
            EmbeddedPostgres.Builder builder =
                    EmbeddedPostgres.builder()
                            .setDataDirectory(data)
                            .setCleanDataDirectory(false)
                            .setRegisterShutdownHook(false)
                            .setPGStartupWait(Duration.ofSeconds(60))
                            .setPort(port)
                            .setLocaleConfig("auth-host", "scram-sha-256")
                            .setLocaleConfig("auth-local", "scram-sha-256")
                            .setLocaleConfig("pwfile", password.toAbsolutePath().toString())
                            .setLocaleConfig("locale", "C")
                            .setConnectConfig("password", password(passwords, "postgres"));
            SETTINGS.forEach(builder::setServerConfig);
            return builder.start();
        } finally {
            Files.deleteIfExists(password);
        }
    }

    private static void setUp(EmbeddedPostgres server, Path folder, Map<String, String> passwords)
            throws SQLException, IOException {
        if (Files.exists(folder.resolve("set-up"))) {
            return;
        }
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            for (String role : ROLES) {
                statement.execute(
                        "create role "
                                + role
                                + " login nosuperuser nocreatedb nocreaterole nobypassrls password '"
                                + password(passwords, role)
                                + "'");
            }
            statement.execute("create database " + DATABASE + " owner " + ROLES.get(0));
            statement.execute("revoke all on database " + DATABASE + " from public");
            statement.execute(
                    "grant connect on database "
                            + DATABASE
                            + " to "
                            + String.join(", ", ROLES.subList(1, ROLES.size())));
            try (ResultSet flushed = statement.executeQuery("select pg_switch_wal()")) {
                flushed.next();
            }
        }
        Files.createFile(folder.resolve("set-up"));
    }

    /// Read from the folder, or made up and kept there.
    private static Map<String, String> passwords(Path folder) throws IOException {
        Path file = folder.resolve("passwords.json");
        ObjectNode root = JSON.createObjectNode();
        if (Files.exists(file)
                && JSON.readTree(Files.readString(file)) instanceof ObjectNode kept) {
            root.setAll(kept);
        } else {
            SecureRandom random = new SecureRandom();
            Stream.concat(Stream.of("postgres"), ROLES.stream())
                    .forEach(role -> root.put(role, password(random)));
            PrivateFile.write(file, root.toPrettyString() + "\n");
        }
        return root.propertyStream()
                .collect(
                        java.util.stream.Collectors.toUnmodifiableMap(
                                Map.Entry::getKey, entry -> text(entry.getValue())));
    }

    private static String text(JsonNode node) {
        return node.asText();
    }

    private static String password(SecureRandom random) {
        byte[] bytes = new byte[24];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String password(Map<String, String> passwords, String role) {
        String password = passwords.get(role);
        if (password == null) {
            throw new IllegalStateException("passwords.json has no password of " + role);
        }
        return password;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    static boolean ownerOnly(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file))
                .equals("rw-------");
    }
}
