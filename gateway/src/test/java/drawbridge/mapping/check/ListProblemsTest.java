package drawbridge.mapping.check;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.mapping.file.Shipped;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;

/// What keeps a list short, and the list of what was deleted, are held to the document of the API
/// like all else, and their words to each other.
class ListProblemsTest {

    private static final String FILE = "systems/acme.yaml";
    private static final String LIMIT = "      query: { limit: \"200\" }\n";
    private static final String SINCE =
            "      since: { parameter: updated_since, format: iso-instant, look-back: 5s }\n";
    private static final String USERS = "      path: /users\n" + LIMIT + SINCE;

    @TempDir Path folder;

    @BeforeEach
    void copyWhatIsShipped() {
        Shipped.copy(folder);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    delta: { parameter: sync_token, next: /next_cursor } | 66:27: GET /users has no parameter 'sync_token'; there is cursor, email, limit, updated_since
                    delta: { parameter: cursor, next: /next_curser } | 66:41: the answer to GET /users has no /next_curser; did you mean /next_cursor?
                    delta: { link: /next_link } | 66:22: the answer to GET /users has no /next_link; there is /data, /next_cursor
                    scan: { from: updated_since, to: updated_until, format: iso-instant, back: 1d, ahead: 1d, step: 1d } | 66:40: GET /users has no parameter 'updated_until'; there is cursor, email, limit, updated_since
                    scan: { from: updated_since, to: cursor, format: epoch-millis, back: 1d, ahead: 1d, step: 1d } | 66:56: 'epoch-millis' is no time there: the document says text
                    scan: { from: updated_since, to: cursor, format: iso-instant, back: 0s, ahead: 0s, step: 1d } | 66:13: a window that reaches neither back nor ahead holds nothing
                    scan: { from: updated_since, to: updated_since, format: iso-instant, back: 1d, ahead: 1d, step: 1d } | 66:40: the begin of a step is sent as 'updated_since' already
                    """)
    void tellsWhatTheDocumentDoesNotKnowAndWhatHoldsNothing(String kept, String problem) {
        Shipped.replace(folder, FILE, USERS, USERS.replace(SINCE, "      " + kept + "\n"));

        assertThat(Checked.problems(folder)).contains(FILE + ":" + problem);
    }

    @Test
    void aStatusThatSaysNoRowsCannotSayThatATokenIsTooOld() {
        Shipped.replace(
                folder,
                FILE,
                USERS,
                USERS.replace(
                        SINCE,
                        """
                              delta: { parameter: cursor, next: /next_cursor, expired: [404, 410] }
                              empty: [404]
                        """));

        assertThat(Checked.problems(folder))
                .contains(
                        FILE
                                + ":66:14: 404 says under 'empty' that there are no rows; it cannot"
                                + " say as well that the token is too old");
    }

    @Test
    void aParameterThatIsFilledInStandsInNoQuery() {
        Shipped.replace(
                folder,
                FILE,
                USERS,
                USERS.replace("\"200\" }", "\"200\", updated_since: \"2026-03-01T00:00:00Z\" }"));

        assertThat(Checked.problems(folder))
                .containsExactly(
                        FILE
                                + ":65:30: 'updated_since' is filled in by 'since', 'delta', 'scan' or"
                                + " 'pages' already; take it away from one of them");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    deleted: { path: /user, items: /data, pages: none, id: /id } | 63:22: the document has no GET /user; did you mean /users?
                    deleted: { path: /users, items: /dat, pages: none, id: /id } | 63:37: the answer to GET /users has no /dat; did you mean /data?
                    deleted: { path: /users, items: /data, pages: none, id: /i_d } | 63:61: a row of GET /users has no /i_d; did you mean /id?
                    deleted: { path: /users, items: /data, pages: none, id: /id, deleted-at: { at: /updatedat, format: iso-instant } } | 63:84: a row of GET /users has no /updatedat; did you mean /updated_at?
                    deleted: { path: /users, items: /data, pages: none, id: /id, deleted-at: { at: /updated_at, format: epoch-millis } } | 63:105: 'epoch-millis' is no time there: the document says text
                    deleted: { path: /users, items: /data, pages: none, id: /id, query: { gone: "true" } } | 63:75: GET /users has no parameter 'gone'; there is cursor, email, limit, updated_since
                    deleted: { path: /users, items: /data, pages: none, id: /id, since: { parameter: gone_since, format: iso-instant } } | 63:86: GET /users has no parameter 'gone_since'; there is cursor, email, limit, updated_since
                    """)
    void tellsWhatTheDocumentDoesNotKnowOfTheListOfWhatWasDeleted(String deleted, String problem) {
        Shipped.replace(
                folder,
                FILE,
                "    read: GET /users/{id}\n",
                "    read: GET /users/{id}\n    " + deleted + "\n");

        assertThat(Checked.problems(folder)).contains(FILE + ":" + problem);
    }

    @Test
    void aListOfWhatWasDeletedThatIsNotBelievedNeedsACallThatReads() {
        Shipped.replace(
                folder,
                FILE,
                "    read: GET /users/{id}\n",
                "    deleted: { path: /users, items: /data, pages: none, id: /id }\n");

        assertThat(Checked.problems(folder))
                .contains(
                        FILE
                                + ":62:14: each record that this list tells of is read, and there is no"
                                + " call 'read'; write 'certain: true' where the list is to be"
                                + " believed");
    }
}
