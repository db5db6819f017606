package drawbridge.mapping.file;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.mapping.Mappings;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// What a system's file says wrongly about calls, lists and errors is told at its place.
class CallProblemsTest {

    private static final String FILE = "systems/crm.yaml";

    @TempDir Path folder;

    @BeforeEach
    void aSystemThatIsFine() throws IOException {
        for (String part : List.of("systems", "flows", "tenants")) {
            Files.createDirectories(folder.resolve(part));
        }
        Files.writeString(
                folder.resolve(FILE),
                """
                system: crm
                base-path: /api
                auth: { header: X-Key }
                limits: { timeout: 10s, concurrent: 4, body: 1MiB }
                errors: { message: /error }
                resources:
                  thing:
                    id: /id
                    updated-at: { at: /changed, format: iso-instant }
                    read: GET /things/{id}
                    create: POST /things
                    list:
                      path: /things
                      since: { parameter: since, format: iso-instant }
                      pages: { parameter: cursor, next: /next }
                      items: /data
                """);
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    auth: { header: X-Key } | auth: { header: X-Key, basic: true } | 3:31: a key is shown in one way: 'header'
                    auth: { header: X-Key } | auth: { signature: { header: A, over: "{boddy}", as: hex } } | 3:39: there is no place 'boddy'; did you mean 'body'?
                    auth: { header: X-Key } | auth: { signature: { header: A, over: "{time}{body}", as: hex } } | 3:39: say under 'time' in which header the time is sent
                    auth: { header: X-Key } | auth: { oauth2: { token: /t, authorize: /a, authorize-query: { state: x } } } | 3:64: 'state' is set by the gateway itself
                    auth: { header: X-Key } | auth: { oauth2: { token: /t, base-url-from: /instance_url } } | 3:17: the key 'base-url-hosts' is missing
                    body: 1MiB }  | body: 1MiB, rate: 5 }       | 4:58: '5' is not a rate such as 100/10s, 4/s or 100/10s burst 20 (of these, so many at once; a tenth if it is not said), or a list of such
                    body: 1MiB }  | body: 1MiB, rate: 5/10s burst 9 } | 4:58: '5/10s burst 9' lets nothing through, or more at once than in the whole time
                    body: 1MiB }  | body: 1MiB, rate: [5/s, 9/y] }  | 4:64: '9/y' is not a rate such as 100/10s, 4/s or 100/10s burst 20
                    body: 1MiB }  | body: 1MiB, quotas: [{ resets: A }] }  | 4:61: the key 'left' is missing
                    read: GET /things/{id} | read: { call: GET /thing } | 10:11: the call must say which record it means: write {id} somewhere
                    read: GET /things/{id} | read: { call: "GET /things/{id}", query: { a: "{ids}" } } | 10:51: there is no place '{ids}' here; did you mean '{id}'?
                    read: GET /things/{id} | read: { call: "GET /things/{id}", headers: { Host: a } } | 10:56: the header 'Host' is filled in by the gateway itself
                    read: GET /things/{id} | read: { call: "FETCH /things/{id}" } | 10:19: 'FETCH /things/{id}' is not a method and a path such as PATCH /users/{id}
                    read: GET /things/{id} | read: { cal: "GET /things/{id}" } | 10:13: unknown key 'cal'; did you mean 'call'?
                    read: GET /things/{id} | read-back: true | 10:16: a record is read back by its call 'read', and has none
                    create: POST /things   | create: POST /things/{id} | 11:13: there is no place '{id}' here; there is {reference}, {key}
                    create: POST /things   | deleted-when: { at: /gone }; deleted-marker: /gone | 11:19: 'deleted-marker' says already how a deleted record is known
                    path: /things          | call: GET /things/{cursr} | 13:7: there is no place '{cursr}' here; did you mean '{cursor}'?
                    path: /things          | query: { a: b } | 13:7: write the call either as 'path: /users' or as 'call: GET /users', and not as both
                    path: /things          | path: /things; query: { a: "{now}" } | 14:19: there is no place '{now}' here; there is {since}, {cursor}
                    { parameter: since, format: iso-instant } | { format: iso-instant } | 14:14: nothing takes the time since when: name its parameter, or write {since} where it belongs in the call
                    { parameter: since, format: iso-instant } | { parameter: since, format: iso-date-time } | 14:42: 'iso-date-time' is not known here; there is epoch-millis, epoch-seconds, http-date, iso-date, iso-instant, iso-offset, iso-seconds
                    { parameter: since, format: iso-instant } | { parameter: since, format: { pattern: yyyy-MM-dd HH:mm } } | 14:53: a time of this pattern does not say its offset: name the 'zone' of the system's clock, such as UTC or Europe/Berlin
                    { parameter: since, format: iso-instant } | { parameter: since, format: { pattern: yyyy-MM-dd HH:mm, zone: Europe/Viena } } | 14:77: 'Europe/Viena' is no time zone; did you mean 'Europe/Vienna'?
                    { parameter: since, format: iso-instant } | { parameter: since, format: { pattern: yyyy-bb, zone: UTC } } | 14:53: 'yyyy-bb' is no pattern of a time such as yyyy-MM-dd HH:mm:ss (Unknown pattern letter: b)
                    { parameter: since, format: iso-instant } | { parameter: since, format: { pattern: yyyy-MM, zone: UTC } } | 14:53: what is written by 'yyyy-MM' cannot be read again; a day needs yyyy, MM and dd, an hour HH
                    { parameter: since, format: iso-instant } | { parameter: since, format: iso-instant, look-back: 5 } | 14:66: '5' is not a length of time such as 500ms, 10s, 5m, 2h or 1d
                    { parameter: since, format: iso-instant } | { parameter: since, format: iso-instant }; delta: { parameter: t, next: /t } | 15:14: 'since' says already how this list is kept short; take one of them away
                    since: { parameter: since, format: iso-instant } | delta: { parameter: t } | 14:14: say where the last page holds what the next reading goes on from: a token ('next') or a whole address ('link')
                    since: { parameter: since, format: iso-instant } | delta: { next: /t } | 14:14: nothing takes the token: name its parameter, or write {token} where it belongs in the call
                    since: { parameter: since, format: iso-instant } | scan: { from: a, format: iso-date, back: 1d, ahead: 1d, step: 1d } | 14:13: nothing takes the end of a step: name its parameter, or write {to} where it belongs in the call
                    since: { parameter: since, format: iso-instant } | scan: { from: a, to: b, format: iso-date, back: 1d, ahead: 1d, step: 0d } | 14:76: a step of no length would never get anywhere
                    since: { parameter: since, format: iso-instant } | scan: { from: a, to: b, format: iso-date, back: 1d, step: 1d } | 14:13: the key 'ahead' is missing
                    { parameter: cursor, next: /next } | { parameter: cursor } | 15:14: say how one page leads to the next: by 'next', 'page', 'offset', 'link' or 'next-url'; or write 'pages: none'
                    { parameter: cursor, next: /next } | { page: p, offset: o, size: 5 } | 15:14: one page leads to the next either by 'page' or by 'offset'
                    { parameter: cursor, next: /next } | { next: /next } | 15:14: nothing takes the cursor: name its parameter, or write {cursor} where it belongs in the call
                    { parameter: cursor, next: /next } | { page: p } | 15:14: the key 'size' is missing
                    { parameter: cursor, next: /next } | { page: p, size: 5, ends: no-next } | 15:40: nothing leads on from one number to the next: write 'short-page' or 'empty-page', or where the answer says that there is 'more'
                    { parameter: cursor, next: /next } | { page: "{page}", size: 5 } | 15:14: nothing takes the number of the page: name its parameter, or write {page} where it belongs in the call
                    { parameter: cursor, next: /next } | { link: next, ends: short-page } | 15:34: a page is known to be short by its 'size', which only 'page' and 'offset' have
                    { parameter: cursor, next: /next } | { parameter: c, next: /next, constant: true } | 15:53: a cursor that stays the same never says that it was the last one: write 'ends: empty-page', or where the answer says that there is 'more'
                    { parameter: cursor, next: /next } | { page: p, size: 5, constant: true } | 15:44: only a cursor ('next') can be constant
                    { parameter: cursor, next: /next } | { page: p, size: 5, more: /m, ends: short-page } | 15:50: 'more' says already which page is the last; take this away
                    { parameter: cursor, next: /next } | all | 15:14: 'all' is not known here; there is none
                    { parameter: cursor, next: /next } | { parameter: c, nxt: /next } | 15:30: unknown key 'nxt'; did you mean 'next'?
                    items: /data           | items: data | 16:14: 'data' is not a JSON pointer such as /customer/name
                    items: /data           | items: /data; empty: [4040] | 17:15: must have a maximum value of 599
                    { message: /error }    | { message: { headr: X } } | 5:22: unknown key 'headr'; did you mean 'header'?
                    { message: /error }    | { meaning: { "500": refuse } } | 5:29: 'refuse' is not known here; did you mean 'refused'?
                    { message: /error }    | { meaning: { LIMIT: limit } } | 5:29: 'LIMIT' is a code of an error: say under 'code' where that is
                    { message: /error }    | { failed: { is: true } } | 5:19: the key 'at' is missing
                    """)
    void tellsTheLineAndWhatWasProbablyMeant(String old, String now, String problem) {
        replace(old, now);

        assertThat(problems()).contains(FILE + ":" + problem);
    }

    /// `; ` begins a further line of the file.
    private void replace(String old, String now) {
        String indent = " ".repeat(old.startsWith("{ p") || isOfTheList(old) ? 6 : 4);
        Shipped.replace(folder, FILE, old, now.replace("; ", "\n" + indent));
    }

    private static boolean isOfTheList(String old) {
        return old.startsWith("path") || old.startsWith("items") || old.startsWith("since");
    }

    @Test
    void findsNothingWrongWithTheFileItself() {
        assertThat(problems()).isEmpty();
    }

    private List<String> problems() {
        try {
            Mappings _ = MappingLoader.load(folder, Map.of());
            return List.of();
        } catch (Mappings.Refused refused) {
            return refused.problems().stream().map(Mappings.Problem::toString).toList();
        }
    }
}
