package drawbridge.platform;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.postgresql.ds.PGSimpleDataSource;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Brings the tables up to date, as their owner and under a lock, so that any number of replicas
/// may start at once; and refuses a database that does not keep what it acknowledges. Blocks: it
/// runs before anything else does.
public final class Migration {

    private static final List<String> MUST_BE_ON =
            List.of("fsync", "full_page_writes", "synchronous_commit");
    private static final int CONNECT_SECONDS = 10;

    private Migration() {}

    public static void run(DatabaseAccess access) throws StartFailure {
        refuseUnsafe(access);
        try {
            Flyway.configure()
                    .dataSource(source(access, access.migration()))
                    .locations("classpath:drawbridge/journal/migration")
                    .placeholders(
                            Map.of("gateway", access.gateway().user(), "judge", access.judgeRole()))
                    .lockRetryCount(120)
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw new StartFailure(
                    "The tables of the database at "
                            + access.url()
                            + " could not be brought up to date, as "
                            + access.migration().user()
                            + ": "
                            + reason(e)
                            + ". The step that failed changed nothing.");
        }
        try (Connection connection = source(access, access.migration()).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("select make_partitions(14)");
        } catch (SQLException e) {
            throw unreachable(access, "migration", e);
        }
    }

    private static String reason(FlywayException failure) {
        String said = String.valueOf(failure.getMessage());
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof SQLException) {
                said = String.valueOf(each.getMessage());
            }
        }
        return oneLine(said);
    }

    /// The server's messages carry hints and places on further lines, which help nobody here.
    private static String oneLine(String said) {
        return said.strip().lines().findFirst().orElse("it does not say why");
    }

    /// Asked as the gateway, whose settings are the ones that count.
    static void refuseUnsafe(DatabaseAccess access) throws StartFailure {
        List<String> unsafe = new ArrayList<>();
        try (Connection connection = source(access, access.gateway()).getConnection();
                Statement statement = connection.createStatement()) {
            for (String setting : MUST_BE_ON) {
                try (ResultSet answer = statement.executeQuery("show " + setting)) {
                    answer.next();
                    if ("off".equals(answer.getString(1))) {
                        unsafe.add(setting);
                    }
                }
            }
            try (ResultSet answer =
                    statement.executeQuery(
                            "select rolsuper or rolbypassrls from pg_roles where rolname ="
                                    + " current_user")) {
                if (answer.next() && answer.getBoolean(1)) {
                    throw new StartFailure(
                            "The gateway's database role "
                                    + access.gateway().user()
                                    + " is a superuser or may bypass row level security. Give it a"
                                    + " plain role, so that one customer never sees another.");
                }
            }
        } catch (SQLException e) {
            throw unreachable(access, "gateway", e);
        }
        if (!unsafe.isEmpty()) {
            throw new StartFailure(
                    "The database at "
                            + access.url()
                            + " would lose what it acknowledged: "
                            + String.join(", ", unsafe)
                            + (unsafe.size() == 1 ? " is" : " are")
                            + " off. Switch on what is off; Drawbridge does not start without it.");
        }
    }

    private static StartFailure unreachable(DatabaseAccess access, String role, SQLException e) {
        String state = e.getSQLState() == null ? "" : e.getSQLState();
        String why =
                switch (state) {
                    case "28P01", "28000" ->
                            "it refuses the user or the password. Mend database."
                                    + role
                                    + ".user and .password";
                    case "3D000" ->
                            "it has no database of that name. Make it, or mend database.url";
                    case "08001", "08006", "08004" ->
                            "nothing answers there. Start it, or mend database.url";
                    default -> "it answered " + oneLine(String.valueOf(e.getMessage()));
                };
        return new StartFailure(
                "The database at " + access.url() + " cannot be used: " + why + ".");
    }

    private static PGSimpleDataSource source(
            DatabaseAccess access, DatabaseAccess.Credential credential) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {access.host()});
        source.setPortNumbers(new int[] {access.port()});
        source.setDatabaseName(access.database());
        source.setUser(credential.user());
        source.setPassword(credential.password());
        source.setConnectTimeout(CONNECT_SECONDS);
        source.setLoginTimeout(CONNECT_SECONDS);
        return source;
    }
}
