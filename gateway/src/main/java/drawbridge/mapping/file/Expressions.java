package drawbridge.mapping.file;

import drawbridge.mapping.Flow;
import drawbridge.mapping.Flow.Enrichment;
import drawbridge.mapping.ResourceName;
import drawbridge.mapping.Side;
import drawbridge.mapping.cel.Expression;
import drawbridge.mapping.cel.Fault;
import drawbridge.mapping.cel.RecordType;
import drawbridge.mapping.cel.Wanted;
import drawbridge.mapping.file.Yaml.Place;
import drawbridge.mapping.lens.Asked;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Makes the expressions of one side of a flow, and says what is wrong with them.
///
/// @param record the resource that stands there
/// @param further the records that enrich it, by the names of their variables
/// @param changed when the record changed last, if its system tells
/// @param types what is known about the records of a resource
public record Expressions(
        Side side,
        ResourceName record,
        Map<String, Enrichment> further,
        Flow.Changed changed,
        Function<ResourceName, RecordType> types) {

    public Expressions {
        further = Map.copyOf(further);
    }

    public static Expressions of(
            Side side,
            ResourceName record,
            List<Enrichment> enrichments,
            Flow.Changed changed,
            Function<ResourceName, RecordType> types) {
        Map<String, Enrichment> further = new LinkedHashMap<>();
        for (Enrichment enrichment : enrichments) {
            if (enrichment.of() == side) {
                // A dash would be a minus.
                further.put(enrichment.name().replace('-', '_'), enrichment);
            }
        }
        return new Expressions(side, record, further, changed, types);
    }

    /// An expression of a flow's file.
    ///
    /// @param absentIsEmpty whether an absent member is null
    public record Written(Side side, Yaml text, Wanted wanted, boolean absentIsEmpty) {}

    /// All expressions of a flow.
    public static List<Written> in(Section flow) {
        List<Written> all = new ArrayList<>();
        conditions(flow, "filter", all);
        flow.members("groups")
                .values()
                .forEach(
                        yaml -> {
                            Section group = Section.of(yaml);
                            conditions(group, "when", all);
                            group.members("fields")
                                    .values()
                                    .forEach(field -> computed(Section.of(field), all));
                        });
        return all;
    }

    private static void conditions(Section yaml, String key, List<Written> all) {
        for (Side side : Side.values()) {
            Optional.ofNullable(yaml.members(key).get(side.word()))
                    .ifPresent(text -> all.add(new Written(side, text, Wanted.CONDITION, false)));
        }
    }

    private static void computed(Section field, List<Written> all) {
        for (Side side : Side.values()) {
            if (field.need(side.word()) instanceof Yaml.Entries options) {
                Section at = new Section(options);
                if (at.has("computed")) {
                    all.add(
                            new Written(
                                    side,
                                    at.need("computed"),
                                    wanted(field.text("lens")),
                                    LensCompiler.absentIsEmpty(at)));
                }
            }
        }
    }

    /// What an expression in the place of a member must yield.
    static Wanted wanted(String lens) {
        return switch (lens) {
            case "number", "unit" -> Wanted.NUMBER;
            case "bool" -> Wanted.FLAG;
            case "set" -> Wanted.TEXTS;
            case "instant" -> Wanted.TIME;
            default -> Wanted.TEXT;
        };
    }

    /// Empty when it is none: then the problems say why.
    public Optional<Asked> asked(
            Yaml yaml, Wanted wanted, boolean absentIsEmpty, Problems problems) {
        Map<String, RecordType> records = new LinkedHashMap<>();
        further.forEach(
                (variable, enrichment) ->
                        records.put(variable, types.apply(enrichment.resource())));
        records.put(side.word(), types.apply(record));
        Expression.Scope scope =
                new Expression.Scope(records, !changed.equals(Flow.Changed.NEVER_TOLD));
        return switch (Expression.compile(Section.text(yaml), scope, wanted)) {
            case Expression.Good(Expression expression) ->
                    Optional.of(asked(expression, absentIsEmpty));
            case Expression.Faulty(List<Fault> faults) -> {
                faults.forEach(fault -> tell(yaml, fault, problems));
                yield Optional.empty();
            }
        };
    }

    private Asked asked(Expression expression, boolean absentIsEmpty) {
        Map<String, String> named = new LinkedHashMap<>();
        further.forEach(
                (variable, enrichment) -> {
                    if (expression.variables().contains(variable)) {
                        named.put(variable, enrichment.name());
                    }
                });
        return new Asked(expression, side.word(), named, changed, absentIsEmpty);
    }

    private static void tell(Yaml yaml, Fault fault, Problems problems) {
        Place at = yaml.at();
        Place place =
                yaml instanceof Yaml.Scalar(Place _, var _, int inset)
                                && inset >= 0
                                && fault.line() == 0
                        ? new Place(at.file(), at.line(), at.column() + inset + fault.column())
                        : at;
        problems.add(
                place,
                fault.sentence()
                        + (fault.name().isEmpty()
                                ? ""
                                : Nearest.hint(fault.name(), fault.known())));
    }
}
