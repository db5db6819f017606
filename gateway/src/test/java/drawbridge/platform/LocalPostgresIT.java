package drawbridge.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;

/// Our own PostgreSQL: safe, kept, and taken over from an owner that was killed.
@SuppressWarnings("NullAway.Init") // The shared one is started before any test.
class LocalPostgresIT {

    /// For all that does not end it.
    @TempDir private static Path sharedFolder;

    private static LocalPostgres shared;

    @TempDir private Path folder = Path.of("");

    @BeforeAll
    static void startTheSharedOne() throws Exception {
        shared = LocalPostgres.start(sharedFolder, 0);
        Migration.run(shared.access());
    }

    @AfterAll
    static void endTheSharedOne() {
        shared.close();
    }

    @Test
    void keepsWhatItAcknowledgesAndAsksForAPassword() throws Exception {
        DatabaseAccess access = shared.access();

        assertThat(ask(access, access.gateway(), "show fsync")).isEqualTo("on");
        assertThat(ask(access, access.gateway(), "show full_page_writes")).isEqualTo("on");
        assertThat(ask(access, access.gateway(), "show synchronous_commit")).isEqualTo("on");
        assertThat(ask(access, access.gateway(), "show listen_addresses")).isEqualTo("127.0.0.1");
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(
                                        sharedFolder.resolve("passwords.json"))))
                .isEqualTo("rw-------");
        assertThat(sharedFolder.resolve("superuser.password")).doesNotExist();
        assertThatThrownBy(
                        () ->
                                ask(
                                        access,
                                        new DatabaseAccess.Credential("postgres", "postgres"),
                                        "select 1"))
                .isInstanceOf(SQLException.class);
    }

    @Test
    void isOfTheVersionThatItsFilesAreComparedWith() throws Exception {
        assertThat(ask(shared.access(), shared.access().gateway(), "show server_version"))
                .startsWith(LocalData.MAJOR + ".");
    }

    @Test
    void saysThatItsPortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();

            assertThatThrownBy(() -> LocalPostgres.start(folder, port))
                    .isInstanceOf(StartFailure.class)
                    .hasMessageContaining("its port " + port + " is taken by another program");
        }
    }

    @Test
    void saysThatItsDataIsGone() throws Exception {
        Files.createFile(folder.resolve("set-up"));

        assertThatThrownBy(() -> LocalPostgres.start(folder, 0))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("its data is gone");
    }

    @Test
    void refusesAFolderThatHasAnOwner() throws Exception {
        assertThatThrownBy(() -> LocalPostgres.start(sharedFolder, 0))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("in use");
        assertThat(ask(shared.access(), shared.access().gateway(), "select 1")).isEqualTo("1");
    }

    @Test
    void goesOnWithItsDataAfterItsOwnerWasKilled() throws Exception {
        Path ready = folder.resolve("ready.json");
        Process owner = command(ready);
        try {
            DatabaseAccess before = access(owner, ready);
            run(
                    before,
                    before.migration(),
                    "create table kept as select 'still here'::text as word");
            owner.destroyForcibly().waitFor();
            assertThat(ask(before, before.migration(), "select word from kept"))
                    .as("the server outlives its owner")
                    .isEqualTo("still here");
        } finally {
            owner.destroyForcibly();
        }

        try (LocalPostgres next = LocalPostgres.start(folder.resolve("db"), 0)) {
            assertThat(ask(next.access(), next.access().migration(), "select word from kept"))
                    .isEqualTo("still here");
        }
    }

    @Test
    void endsTheServerWhenTheCommandIsToldToStop() throws Exception {
        Path ready = folder.resolve("ready.json");
        Process command = command(ready);
        try {
            DatabaseAccess access = access(command, ready);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(ready)))
                    .isEqualTo("rw-------");

            command.destroy();

            assertThat(command.waitFor(60, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
            assertThatThrownBy(() -> ask(access, access.gateway(), "select 1"))
                    .isInstanceOf(SQLException.class);
            assertThat(folder.resolve("db/data/postmaster.pid")).doesNotExist();
        } finally {
            command.destroyForcibly();
        }
    }

    /// As one does that recovers from a crash. A stopped process hears nothing at all.
    @Test
    void leavesNoServerBehindThatHearsNothing() throws Exception {
        LocalPostgres server = LocalPostgres.start(folder, 0);
        long postmaster =
                Long.parseLong(
                        Files.readAllLines(folder.resolve("data/postmaster.pid"))
                                .getFirst()
                                .strip());
        new ProcessBuilder("kill", "-STOP", Long.toString(postmaster)).start().waitFor();

        server.close();

        assertThat(ProcessHandle.of(postmaster).filter(ProcessHandle::isAlive)).isEmpty();
    }

    @Test
    void refusesADatabaseThatWouldLoseWhatItAcknowledged() throws Exception {
        DatabaseAccess access = shared.access();
        run(access, access.migration(), "alter database drawbridge set synchronous_commit = off");
        try {
            assertThatThrownBy(() -> Migration.run(access))
                    .isInstanceOf(StartFailure.class)
                    .hasMessageContaining("synchronous_commit is off");
        } finally {
            run(access, access.migration(), "alter database drawbridge reset synchronous_commit");
        }
    }

    @Test
    void saysInASentenceThatADatabaseDoesNotAnswer() {
        DatabaseAccess nowhere =
                new DatabaseAccess(
                        "127.0.0.1",
                        1,
                        "drawbridge",
                        new DatabaseAccess.Credential("owner", "hunter2"),
                        new DatabaseAccess.Credential("gateway", "hunter2"),
                        Optional.empty());

        assertThatThrownBy(() -> Migration.run(nowhere))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("postgresql://127.0.0.1:1/drawbridge")
                .hasMessageNotContaining("hunter2");
    }

    private Process command(Path ready) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "drawbridge.platform.Postgres",
                        "--data",
                        folder.resolve("db").toString(),
                        "--ready",
                        ready.toString())
                .redirectErrorStream(true)
                .redirectOutput(new File(folder.toFile(), "command.log"))
                .start();
    }

    private static DatabaseAccess access(Process command, Path ready) throws StartFailure {
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .until(() -> Files.exists(ready) || !command.isAlive());
        return DatabaseReady.read(ready);
    }

    private static void run(DatabaseAccess access, DatabaseAccess.Credential role, String sql)
            throws SQLException {
        try (Connection connection = connect(access, role);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String ask(DatabaseAccess access, DatabaseAccess.Credential role, String sql)
            throws SQLException {
        try (Connection connection = connect(access, role);
                Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(sql)) {
            answer.next();
            return answer.getString(1);
        }
    }

    private static Connection connect(DatabaseAccess access, DatabaseAccess.Credential role)
            throws SQLException {
        return DriverManager.getConnection("jdbc:" + access.url(), role.user(), role.password());
    }
}
