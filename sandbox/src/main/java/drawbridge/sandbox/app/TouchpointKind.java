package drawbridge.sandbox.app;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import drawbridge.sandbox.world.Doc;
import drawbridge.sandbox.world.Form;
import drawbridge.sandbox.world.Kind;
import drawbridge.sandbox.world.Problems;
import drawbridge.sandbox.world.Refused;
import drawbridge.sandbox.world.Shelves;

import io.vertx.core.MultiMap;

import org.jspecify.annotations.Nullable;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/// One figure of a member's dashboard: how many mails or calls on a day. It is set, never added to.
final class TouchpointKind implements Kind {

    static final List<String> KINDS = List.of("mails", "calls");

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    @Override
    public String name() {
        return "touchpoint";
    }

    @Override
    public String plural() {
        return "touchpoints";
    }

    @Override
    public Optional<String> setAt() {
        return Optional.of("/members/:id/touchpoints/:day/:kind");
    }

    @Override
    public String idOf(Map<String, String> path) {
        return path.get("id") + "/" + path.get("day") + "/" + path.get("kind");
    }

    @Override
    public ObjectNode named(Map<String, String> path) {
        return blank().put("member", path.get("id"))
                .put("day", path.get("day"))
                .put("kind", path.get("kind"));
    }

    @Override
    public ObjectNode blank() {
        return NODES.objectNode();
    }

    @Override
    public ObjectNode tidy(
            ObjectNode asked, @Nullable ObjectNode before, Shelves shelves, Problems problems) {
        var member = asked.path("member").asText();
        if (shelves.of("member").living(member).isEmpty()) {
            throw new Refused(404, "not_found", "There is no such member");
        }
        var form = new Form(asked, problems);
        form.set("memberId", NODES.numberNode(Long.parseLong(member)));
        if (form.requiredText("day", 10).filter(TouchpointKind::isDay).isEmpty()) {
            form.wrong("day", "is not a date");
        }
        form.oneOf("kind", KINDS);
        var count = form.integer("count");
        if (count.isEmpty() && form.sound("count")) {
            form.wrong("count", "can't be blank");
        } else if (count.isPresent() && count.get() < 0) {
            form.wrong("count", "must not be below 0");
        }
        return form.tidy();
    }

    private static boolean isDay(String text) {
        try {
            return LocalDate.parse(text).toString().equals(text);
        } catch (DateTimeException _) {
            return false;
        }
    }

    @Override
    public Optional<String> owner() {
        return Optional.of("memberId");
    }

    @Override
    public Set<String> filters() {
        return Set.of("memberId", "from", "to");
    }

    @Override
    public Predicate<Doc> wanted(MultiMap query, Problems problems) {
        Predicate<Doc> wanted = _ -> true;
        var member = query.get("memberId");
        if (member != null) {
            wanted = doc -> doc.fields().path("memberId").asText().equals(member);
        }
        return wanted.and(day("from", query, problems, (day, asked) -> day.compareTo(asked) >= 0))
                .and(day("to", query, problems, (day, asked) -> day.compareTo(asked) <= 0));
    }

    private static Predicate<Doc> day(
            String field, MultiMap query, Problems problems, BiPredicate<String, String> holds) {
        var asked = query.get(field);
        if (asked == null) {
            return _ -> true;
        }
        if (!isDay(asked)) {
            problems.add(field, "is not a date");
        }
        return doc -> holds.test(doc.fields().path("day").asText(), asked);
    }

    @Override
    public boolean deletable() {
        return false;
    }
}
