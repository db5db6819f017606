package drawbridge.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import drawbridge.platform.DatabaseAccess.Credential;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What `docker/postgres/roles.sql` sets up is what the gateway needs, and no more.
class RolesIT {

    private static final Path SCRIPT = Path.of("..", "docker", "postgres", "roles.sql");

    @Test
    void theGatewayStartsWithTheRolesOfTheContainersDatabase() throws Exception {
        try (EmbeddedPostgres server =
                EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "on")
                        .setServerConfig("synchronous_commit", "on")
                        .start()) {
            setUp(server);
            DatabaseAccess access =
                    new DatabaseAccess(
                            "127.0.0.1",
                            server.getPort(),
                            "drawbridge",
                            new Credential("drawbridge_owner", "it's owner"),
                            new Credential("drawbridge_gateway", "it's gateway"),
                            Optional.empty());

            Migration.run(access);

            try (Connection gateway = connect(access, access.gateway());
                    Connection judge =
                            connect(access, new Credential("drawbridge_judge", "it's judge"))) {
                assertThat(one(gateway, "select count(*) from lane")).isEqualTo("0");
                assertThatThrownBy(() -> one(gateway, "create table mine (id int)"))
                        .isInstanceOf(SQLException.class)
                        .hasMessageContaining("permission denied");
                assertThat(one(judge, "select count(*) from change")).isEqualTo("0");
                assertThatThrownBy(() -> one(judge, "delete from change"))
                        .isInstanceOf(SQLException.class)
                        .hasMessageContaining("permission denied");
            }
        }
    }

    /// As psql would: its own commands, which read the passwords from files, are left out, and its
    /// variables filled in.
    private static void setUp(EmbeddedPostgres server) throws Exception {
        String script =
                Files.readAllLines(SCRIPT).stream()
                        .filter(line -> !line.startsWith("\\") && !line.startsWith("--"))
                        .collect(Collectors.joining("\n"));
        for (String role : List.of("owner", "gateway", "judge")) {
            script = script.replace(":'" + role + "_password'", "'it''s " + role + "'");
        }
        try (Connection superuser = server.getPostgresDatabase().getConnection();
                Statement statement = superuser.createStatement()) {
            for (String sql : script.split(";", -1)) {
                if (!sql.isBlank()) {
                    statement.execute(sql);
                }
            }
        }
    }

    private static Connection connect(DatabaseAccess access, Credential role) throws SQLException {
        return DriverManager.getConnection("jdbc:" + access.url(), role.user(), role.password());
    }

    private static String one(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (!statement.execute(sql)) {
                return "";
            }
            try (ResultSet answer = statement.getResultSet()) {
                answer.next();
                return answer.getString(1);
            }
        }
    }
}
