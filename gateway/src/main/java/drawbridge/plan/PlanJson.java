package drawbridge.plan;

import drawbridge.mapping.JsonText;
import drawbridge.mapping.Value;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A plan, and what came of applying it, as JSON for programs.
final class PlanJson {

    private PlanJson() {}

    static String of(Plan plan) {
        List<Value> steps = new ArrayList<>();
        for (Step step : plan.steps()) {
            Map<String, Value> members = new LinkedHashMap<>();
            members.put("flow", Value.of(step.flow().value()));
            members.put("what", Value.of(step.kind().name().toLowerCase(Locale.ROOT)));
            members.put("record", Value.of(step.record().toString()));
            step.partner()
                    .ifPresent(partner -> members.put("partner", Value.of(partner.toString())));
            members.put("detail", Value.of(step.detail()));
            steps.add(new Value.Obj(members));
        }
        Map<String, Value> all = new LinkedHashMap<>();
        all.put("plan", Value.of(plan.hash()));
        all.put("tenant", Value.of(plan.tenant()));
        all.put("counts", counts(plan));
        Map<String, Value> calls = new LinkedHashMap<>();
        plan.calls().forEach((system, many) -> calls.put(system, Value.of(many)));
        all.put("calls", new Value.Obj(calls));
        all.put("milliseconds", Value.of(plan.needs().toMillis()));
        all.put("steps", new Value.Arr(steps));
        all.put("losses", new Value.Arr(plan.losses().stream().map(PlanJson::lost).toList()));
        return text(all);
    }

    private static Value lost(Plan.Lost lost) {
        Map<String, Value> members = new LinkedHashMap<>();
        members.put("flow", Value.of(lost.flow().value()));
        members.put("field", Value.of(lost.field().value()));
        members.put("to", Value.of(lost.to()));
        members.put("what", Value.of(lost.what()));
        return new Value.Obj(members);
    }

    /// What came of applying it.
    ///
    /// @param refusals why nothing was done, a sentence each; none: the customer is in use
    /// @param moved records that are not as they were when the plan was made
    static String applied(Plan now, List<String> refusals, List<String> moved) {
        Map<String, Value> all = new LinkedHashMap<>();
        all.put("plan", Value.of(now.hash()));
        all.put("tenant", Value.of(now.tenant()));
        all.put("applied", Value.of(refusals.isEmpty()));
        all.put("counts", counts(now));
        all.put("refusals", texts(refusals));
        all.put("moved", texts(moved));
        return text(all);
    }

    private static Value texts(List<String> lines) {
        return new Value.Arr(lines.stream().<Value>map(Value::of).toList());
    }

    private static Value counts(Plan plan) {
        Map<String, Value> counts = new LinkedHashMap<>();
        for (Step.Kind kind : Step.Kind.values()) {
            counts.put(kind.name().toLowerCase(Locale.ROOT), Value.of(plan.count(kind)));
        }
        return new Value.Obj(counts);
    }

    private static String text(Map<String, Value> members) {
        return new String(JsonText.write(new Value.Obj(members)), StandardCharsets.UTF_8);
    }
}
