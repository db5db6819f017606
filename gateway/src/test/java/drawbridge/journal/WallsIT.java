package drawbridge.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import drawbridge.platform.DatabaseAccess.Credential;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/// What the catalog says about walls, and what each role may not do.
class WallsIT {

    private static final Credential GATEWAY = TestDatabase.access().gateway();
    private static final Credential JUDGE = TestDatabase.access().judge().orElseThrow();
    private static final String OURS =
            " from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r',"
                    + " 'p') and c.relname <> 'flyway_schema_history'";

    @BeforeEach
    void empty() {
        TestDatabase.empty();
    }

    @Test
    void forcesAPolicyOnEveryTableButTheTwoThatHoldNoContent() throws SQLException {
        assertThat(
                        ask(
                                GATEWAY,
                                "select c.relname"
                                        + OURS
                                        + " and not (c.relrowsecurity and c.relforcerowsecurity"
                                        + " and exists (select from pg_policy p where p.polrelid ="
                                        + " c.oid and p.polname = 'tenants'))"))
                .containsExactlyInAnyOrder("lane", "session");
    }

    @Test
    void usesOnePolicyForReadingAndWriting() throws SQLException {
        assertThat(
                        ask(
                                GATEWAY,
                                "select distinct replace(qual, 'id = ANY', 'tenant = ANY') from"
                                        + " pg_policies where policyname = 'tenants'"))
                .hasSize(1)
                .first()
                .asString()
                .contains("SELECT")
                .contains("current_setting('drawbridge.tenants'");
        assertThat(
                        ask(
                                GATEWAY,
                                "select tablename from pg_policies where policyname = 'tenants'"
                                        + " and (cmd <> 'ALL' or with_check is distinct from"
                                        + " qual)"))
                .isEmpty();
    }

    @Test
    void keepsNothingButIdsTimesAndCountersOutsideTheWalls() throws SQLException {
        assertThat(
                        ask(
                                GATEWAY,
                                "select distinct data_type from information_schema.columns where"
                                        + " table_name in ('lane', 'session')"))
                .isSubsetOf("uuid", "bigint", "integer", "smallint", "timestamp with time zone");
    }

    @Test
    void beginsEveryKeyWithTheTenant() throws SQLException {
        assertThat(
                        ask(
                                GATEWAY,
                                "select i.indexrelid::regclass::text from pg_index i join pg_class c"
                                        + " on c.oid = i.indrelid join pg_attribute a on a.attrelid ="
                                        + " i.indrelid and a.attnum = i.indkey[0] join pg_class x on"
                                        + " x.oid = i.indexrelid join pg_am m on m.oid = x.relam and"
                                        + " m.amname = 'btree' where c.relnamespace ="
                                        + " 'public'::regnamespace and c.relname not in"
                                        + " ('flyway_schema_history', 'session', 'tenant') and"
                                        + " a.attname <> 'tenant'"))
                .as("keys that begin otherwise; one finds the lanes of a session")
                .containsExactly("lane_leased");
    }

    /// The planner reads all rows of all customers of a group where the wall alone gives it an
    /// index to do so.
    @Test
    void areNoWayToFindRows() throws SQLException {
        assertThat(
                        ask(
                                GATEWAY,
                                "select tablename || ': ' || policyname from pg_policies where"
                                        + " schemaname = 'public' and policyname = 'tenants' and (qual"
                                        + " not like '%IS TRUE%' or with_check not like '%IS TRUE%')"))
                .isEmpty();
    }

    @Test
    void givesTheGatewayNoWayAroundTheWalls() throws SQLException {
        assertThat(
                        ask(
                                GATEWAY,
                                "select rolname from pg_roles where rolname in ('"
                                        + GATEWAY.user()
                                        + "', '"
                                        + JUDGE.user()
                                        + "') and (rolsuper or rolbypassrls or rolcreaterole or"
                                        + " rolcreatedb)"))
                .isEmpty();
        assertThat(
                        ask(
                                GATEWAY,
                                "select relname from pg_class where"
                                        + " pg_get_userbyid(relowner) in ('"
                                        + GATEWAY.user()
                                        + "', '"
                                        + JUDGE.user()
                                        + "')"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "delete from change",
                "update change set body = ''",
                "delete from outcome",
                "update outcome set kind = 'applied'",
                "delete from parked",
                "update parked set payload = ''",
                "delete from operator_action",
                "update operator_action set by_name = ''",
                "delete from job",
                "update job set by_name = ''",
                "delete from job_item",
                "update job_item set parked = gen_random_uuid()",
                "delete from attempt",
                "update attempt set epoch = 0",
                "delete from link",
                "delete from lane",
                "update lane_record set record_id = ''",
                "delete from seen_id",
                "delete from tally",
                "delete from tenant",
                "truncate change",
                "drop table change",
                "alter table change disable row level security",
                "create table mine (id int)",
                "create policy all_of_it on change using (true)",
                "select wall('change', 'tenant')",
                "set role drawbridge_owner",
                "select setval('lane_epoch', 1)"
            })
    void deniesTheGateway(String sql) {
        denied(GATEWAY, sql);
    }

    @Test
    void deniesTheGatewayThePartsOfAPartitionedTable() throws SQLException {
        String part =
                ask(
                                GATEWAY,
                                "select inhrelid::regclass::text from pg_inherits where inhparent ="
                                        + " 'change'::regclass limit 1")
                        .getFirst();

        denied(GATEWAY, "select * from " + part);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select * from secret",
                "insert into tally values (gen_random_uuid(), '', 'TO_APP', 'applied', 0, 1)",
                "update lane set session = null",
                "delete from outcome",
                "truncate lane",
                "select make_partitions(1)",
                "select nextval('lane_epoch')",
                "create table mine (id int)"
            })
    void deniesTheJudge(String sql) {
        denied(JUDGE, sql);
    }

    @Test
    void showsTheJudgeTheRowsOfEveryTenant() throws SQLException {
        as(
                GATEWAY,
                "begin",
                "select set_config('drawbridge.tenants', '00000000-0000-0000-0000-000000000001',"
                        + " true)",
                "insert into cursor values ('00000000-0000-0000-0000-000000000001', 'acme',"
                        + " 'appointment', '1')",
                "commit");

        assertThat(ask(JUDGE, "select position from cursor")).containsExactly("1");
        assertThat(ask(GATEWAY, "select position from cursor")).isEmpty();
        assertThat(ask(TestDatabase.access().migration(), "select position from cursor")).isEmpty();
    }

    private static void as(Credential role, String... statements) {
        TestDatabase.as(role, statements);
    }

    private static void denied(Credential role, String sql) {
        assertThatThrownBy(
                        () -> {
                            try (Connection connection = TestDatabase.connect(role);
                                    Statement statement = connection.createStatement()) {
                                statement.execute(sql);
                            }
                        })
                .isInstanceOfSatisfying(
                        SQLException.class,
                        failure -> assertThat(failure.getSQLState()).isEqualTo("42501"));
    }

    private static List<String> ask(Credential role, String sql) throws SQLException {
        try (Connection connection = TestDatabase.connect(role);
                Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            while (answer.next()) {
                rows.add(answer.getString(1));
            }
            return rows;
        }
    }
}
