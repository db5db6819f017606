package drawbridge.sandbox.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import drawbridge.sandbox.world.Fact;
import drawbridge.sandbox.world.Shelves;

/// The dashboard's figures in the neutral words of the judge.
final class TouchpointFacts {

    private TouchpointFacts() {}

    static ArrayNode of(Shelves shelves) {
        var facts = JsonNodeFactory.instance.arrayNode();
        shelves.of("touchpoint")
                .all()
                .forEach(
                        doc -> {
                            var fields = doc.fields();
                            facts.addObject()
                                    .put(
                                            "ownerMail",
                                            owner(shelves, fields.path("memberId").asText()))
                                    .put("day", fields.path("day").asText())
                                    .put("kind", kind(fields.path("kind").asText()))
                                    .put("count", fields.path("count").asLong());
                        });
        return facts;
    }

    private static String owner(Shelves shelves, String member) {
        return shelves.of("member")
                .find(member)
                .map(found -> Fact.mail(found.fields().get("mail")))
                .orElse("");
    }

    private static String kind(String kind) {
        return kind.equals("mails") ? "email" : "call";
    }
}
