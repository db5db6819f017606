package drawbridge.simulator;

import drawbridge.mapping.JsonText;
import drawbridge.mapping.OccurrenceId;
import drawbridge.mapping.Occurring;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.ResourceName;
import drawbridge.mapping.Side;
import drawbridge.mapping.Value;
import drawbridge.mapping.Values;
import drawbridge.sync.Link;
import drawbridge.tenant.TenantId;

import org.jspecify.annotations.NullUnmarked;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Users of an app without rules, and of an Acme with them: they make a meeting a series and a
/// series a meeting, change its rule, move and cancel one occurrence in either system, delete.
/// Their records are theirs alone, and are known by their titles.
@NullUnmarked
final class SimSeries {

    private static final String TITLE = "Series ";
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final int MOST = 4;

    private static final Map<String, LocalDate> FIRST =
            Map.of(
                    "wednesday", LocalDate.of(2026, 3, 4),
                    "thursday", LocalDate.of(2026, 3, 5),
                    "friday", LocalDate.of(2026, 3, 6));

    private final SimWorld world;
    private final VirtualTime time;
    private Optional<RecordRef> last = Optional.empty();
    private int serial;

    SimSeries(SimWorld world) {
        this.world = world;
        this.time = world.time;
    }

    /// Whether a record of either system is one of theirs.
    static boolean isTheirs(ModelSystem.Row row) {
        return isTheirs(row, "subject") || isTheirs(row, "title");
    }

    private static boolean isTheirs(ModelSystem.Row row, String member) {
        return row != null
                && row.record.members().get(member) instanceof Value.Text(String text)
                && text.startsWith(TITLE);
    }

    /// What one of them does next.
    void change(TenantId tenant, RecordRef owner, RecordRef member) {
        List<RecordRef> appointments = living(tenant, Side.ACME);
        List<RecordRef> events =
                living(tenant, Side.APP).stream().filter(one -> takesPlace(tenant, one)).toList();
        int what = time.random.nextInt(100);
        if (appointments.isEmpty() || (what < 12 && appointments.size() < MOST)) {
            make(tenant, owner, member);
        } else if (what < 50) {
            // Who changes their mind does so at once.
            RecordRef one =
                    last.filter(appointments::contains)
                            .filter(_ -> time.chance(0.5))
                            .orElseGet(() -> any(appointments));
            last = Optional.of(one);
            if (what < 17) {
                acme(tenant, one, "{\"subject\": \"" + title() + "\"}");
            } else if (what < 20) {
                acme(tenant).delete(one);
            } else {
                atAcme(tenant, one);
            }
        } else if (!events.isEmpty()) {
            atApp(tenant, any(events));
        }
    }

    private void make(TenantId tenant, RecordRef owner, RecordRef member) {
        if (time.chance(0.3)) {
            Map<String, Value> event = new LinkedHashMap<>(time("friday").members());
            event.put("memberId", Value.of(Long.parseLong(member.id())));
            event.put("title", Value.of(title()));
            event.put("zone", Value.of("Europe/Berlin"));
            event.put("state", Value.of("open"));
            var _ = app(tenant).create(SimWorld.EVENT, new Value.Obj(event), false);
            return;
        }
        Map<String, Value> members = new LinkedHashMap<>();
        members.put("owner_id", Value.of(owner.id()));
        members.put("subject", Value.of(title()));
        members.put("time_zone", Value.of("Europe/Berlin"));
        members.put("status", Value.of("Planned"));
        Value.Obj made = Values.merge(new Value.Obj(members), time.chance(0.5) ? rule() : once());
        var _ = acme(tenant).create(SimWorld.APPOINTMENT, made, false);
    }

    // ---- At Acme

    private void atAcme(TenantId tenant, RecordRef record) {
        List<LocalDate> days = days(tenant, record);
        int what = time.random.nextInt(10);
        if (days.isEmpty()) {
            acme(tenant, record, rule());
        } else if (what < 4) {
            acme(tenant, record, once());
        } else if (what < 6) {
            acme(tenant, record, rule());
        } else {
            except(tenant, record, any(days), what);
        }
    }

    /// Of one occurrence: cancelled, moved, or as the rule has it again.
    private void except(TenantId tenant, RecordRef record, LocalDate day, int what) {
        Value.Obj now = acme(tenant).rows.get(record).record;
        String original =
                day + "T" + ((Value.Text) now.members().get("starts_at")).text().substring(11);
        List<Value> kept =
                now.members().get("exceptions") instanceof Value.Arr(List<Value> items)
                        ? items.stream()
                                .filter(
                                        item ->
                                                item instanceof Value.Obj(Map<String, Value> one)
                                                        && !Value.of(original)
                                                                .equals(one.get("original")))
                                .toList()
                        : List.of();
        List<Value> exceptions = new java.util.ArrayList<>(kept);
        if (what < 9) {
            boolean cancelled = what == 6;
            exceptions.add(
                    object(
                            """
                            {"original": "%s", "cancelled": %s, "moved_to": %s,
                             "duration_minutes": %s, "subject": null}
                            """
                                    .formatted(
                                            original,
                                            cancelled,
                                            cancelled
                                                    ? "null"
                                                    : "\"" + day.plusDays(1) + "T" + hour() + "\"",
                                            cancelled ? "null" : "45")));
        }
        acme(tenant, record, new Value.Obj(Map.of("exceptions", new Value.Arr(exceptions))));
    }

    private Value.Obj once() {
        return object(
                """
                {"starts_at": "%sT%s", "duration_minutes": %d, "repeats": null, "exceptions": [],
                 "status": "Planned"}
                """
                        .formatted(FIRST.get(weekday()), hour(), minutes()));
    }

    private Value.Obj rule() {
        String weekday = weekday();
        boolean daily = time.chance(0.2);
        LocalDate first = FIRST.get(weekday);
        String until =
                daily || time.chance(0.4)
                        ? "\"" + first.plusDays(time.random.nextInt(daily ? 6 : 21)) + "\""
                        : "null";
        return object(
                """
                {"starts_at": "%sT%s", "duration_minutes": %d, "exceptions": [],
                 "status": "Planned",
                 "repeats": {"every": %d, "unit": "%s", "weekdays": [%s], "month_day": null,
                  "month": null, "position": null, "until": %s, "times": null}}
                """
                        .formatted(
                                first,
                                hour(),
                                minutes(),
                                1 + time.random.nextInt(2),
                                daily ? "day" : "week",
                                daily ? "" : "\"" + weekday + "\"",
                                until));
    }

    /// On which days the rule has an occurrence that is near; none where there is no rule.
    private List<LocalDate> days(TenantId tenant, RecordRef record) {
        Occurring how = world.flow(tenant, SimWorld.APPOINTMENTS).occurring().orElseThrow();
        ModelSystem system = acme(tenant);
        var state = system.state(system.rows.get(record));
        return how.repeats(state)
                ? how.coming(record, state, time.now()).records().stream()
                        .flatMap(one -> OccurrenceId.of(one.id()).stream())
                        .map(OccurrenceId::day)
                        .toList()
                : List.of();
    }

    // ---- In the app

    private void atApp(TenantId tenant, RecordRef event) {
        int what = time.random.nextInt(10);
        if (what < 4) {
            update(tenant, Side.APP, event, time(weekday()));
        } else if (what < 7) {
            update(tenant, Side.APP, event, object("{\"title\": \"" + title() + "\"}"));
        } else if (what < 9) {
            update(tenant, Side.APP, event, object("{\"state\": \"cancelled\"}"));
        } else {
            app(tenant).delete(event);
        }
    }

    /// Nobody works on what is cancelled.
    private boolean takesPlace(TenantId tenant, RecordRef event) {
        Optional<Link> link =
                world.journal.links.of(tenant, SimWorld.APPOINTMENTS, Side.APP, event.id());
        return Value.of("open").equals(app(tenant).rows.get(event).record.members().get("state"))
                && link.filter(one -> one.life() == Link.Life.LINKED).isPresent();
    }

    private Value.Obj time(String weekday) {
        Instant start =
                LocalDateTime.parse(
                                FIRST.get(weekday).plusDays(time.random.nextInt(10)) + "T" + hour())
                        .atZone(BERLIN)
                        .toInstant();
        return object(
                """
                {"allDay": false, "start": "%s", "end": "%s"}
                """
                        .formatted(start, start.plus(Duration.ofMinutes(minutes()))));
    }

    // ---- Small words

    private List<RecordRef> living(TenantId tenant, Side side) {
        ModelSystem system = side == Side.ACME ? acme(tenant) : app(tenant);
        ResourceName resource = SimWorld.resource(side);
        return system.rows.entrySet().stream()
                .filter(row -> row.getKey().resource().equals(resource))
                .filter(row -> !row.getValue().deleted && isTheirs(row.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private void acme(TenantId tenant, RecordRef record, String members) {
        acme(tenant, record, object(members));
    }

    private void acme(TenantId tenant, RecordRef record, Value.Obj members) {
        update(tenant, Side.ACME, record, members);
    }

    private void update(TenantId tenant, Side side, RecordRef record, Value.Obj members) {
        var _ =
                (side == Side.ACME ? acme(tenant) : app(tenant))
                        .update(record, members, Optional.empty(), false);
    }

    private static Value.Obj object(String text) {
        try {
            return (Value.Obj) JsonText.parse(text.getBytes(StandardCharsets.UTF_8));
        } catch (JsonText.Malformed wrong) {
            throw new IllegalArgumentException(wrong);
        }
    }

    private String title() {
        return TITLE + ++serial;
    }

    private String weekday() {
        return any(List.of("wednesday", "thursday", "friday"));
    }

    private String hour() {
        return "%02d:%02d:00".formatted(9 + time.random.nextInt(9), 5 * time.random.nextInt(12));
    }

    private int minutes() {
        return 30 + 5 * time.random.nextInt(6);
    }

    private <T> T any(List<T> list) {
        return list.get(time.random.nextInt(list.size()));
    }

    private ModelSystem acme(TenantId tenant) {
        return world.system(tenant, "acme");
    }

    private ModelSystem app(TenantId tenant) {
        return world.system(tenant, "app");
    }
}
