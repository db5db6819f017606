package drawbridge.plan;

import drawbridge.mapping.FlowName;
import drawbridge.mapping.JsonText;
import drawbridge.mapping.Pointer;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.ResourceName;
import drawbridge.mapping.Value;
import drawbridge.platform.StartFailure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Plans that were made, so that one can be applied and what moved since be told. No content of a
/// record is kept: ids, and hashes of what was read.
///
/// @param folder where they lie
record PlanFile(Path folder) {

    void keep(Plan plan) throws StartFailure {
        Path file = file(plan.hash());
        try {
            Files.createDirectories(folder);
            Files.write(file, JsonText.write(json(plan)));
        } catch (IOException unwritable) {
            throw new StartFailure("The plan cannot be kept in '%s'.".formatted(file));
        }
    }

    Plan find(String hash) throws StartFailure {
        if (!hash.matches("[0-9a-f]{12}") || !Files.isRegularFile(file(hash))) {
            throw new StartFailure(
                    "There is no plan '%s'. Make one: drawbridge plan TENANT".formatted(hash));
        }
        try {
            return plan(JsonText.parse(Files.readAllBytes(file(hash))));
        } catch (IOException | JsonText.Malformed unreadable) {
            throw new StartFailure(
                    "The plan in '%s' cannot be read. Make a new one: drawbridge plan TENANT"
                            .formatted(file(hash)));
        }
    }

    private Path file(String hash) {
        return folder.resolve(hash + ".json");
    }

    private static Value.Obj json(Plan plan) {
        List<Value> steps = new ArrayList<>();
        for (Step step : plan.steps()) {
            Map<String, Value> members = new LinkedHashMap<>();
            members.put("flow", Value.of(step.flow().value()));
            members.put("kind", Value.of(step.kind().name()));
            members.put("system", Value.of(step.record().resource().system()));
            members.put("resource", Value.of(step.record().resource().resource()));
            members.put("id", Value.of(step.record().id()));
            step.partner()
                    .ifPresent(
                            partner -> {
                                members.put(
                                        "partner-system", Value.of(partner.resource().system()));
                                members.put(
                                        "partner-resource",
                                        Value.of(partner.resource().resource()));
                                members.put("partner-id", Value.of(partner.id()));
                            });
            members.put("mark", Value.of(step.mark()));
            steps.add(new Value.Obj(members));
        }
        Map<String, Value> all = new LinkedHashMap<>();
        all.put("tenant", Value.of(plan.tenant()));
        all.put("mappings", Value.of(plan.mappings()));
        all.put("steps", new Value.Arr(steps));
        return new Value.Obj(all);
    }

    private static Plan plan(Value json) {
        List<Step> steps = new ArrayList<>();
        if (Pointer.parse("/steps").reach(json).orElse(Value.NULL)
                instanceof Value.Arr(List<Value> all)) {
            all.forEach(
                    one ->
                            steps.add(
                                    new Step(
                                            new FlowName(text(one, "flow")),
                                            Step.Kind.valueOf(text(one, "kind")),
                                            new RecordRef(
                                                    new ResourceName(
                                                            text(one, "system"),
                                                            text(one, "resource")),
                                                    text(one, "id")),
                                            text(one, "partner-id").isEmpty()
                                                    ? Optional.empty()
                                                    : Optional.of(
                                                            new RecordRef(
                                                                    new ResourceName(
                                                                            text(
                                                                                    one,
                                                                                    "partner-system"),
                                                                            text(
                                                                                    one,
                                                                                    "partner-resource")),
                                                                    text(one, "partner-id"))),
                                            "",
                                            text(one, "mark"))));
        }
        return new Plan(
                text(json, "tenant"),
                text(json, "mappings"),
                steps,
                Map.of(),
                Map.of(),
                Duration.ZERO);
    }

    private static String text(Value json, String name) {
        return new Pointer(List.of(name))
                .find(json)
                .filter(Value.Text.class::isInstance)
                .map(found -> ((Value.Text) found).text())
                .orElse("");
    }
}
