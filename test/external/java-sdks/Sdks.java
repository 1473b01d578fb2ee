/**
 * Plays the calls that it is told on stdin with the official SDKs for Java, many at once, and says on stdout what
 * the SDK gave its caller. The addresses come from the environment, as an app's would.
 */
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

public class Sdks {
  static final ObjectMapper JSON = new ObjectMapper();

  /** One call: what is asked, and the model whose name chooses the fault. */
  record Call(String model, String prompt, int timeout) {}

  interface Ask {
    Object of(Call call) throws Exception;
  }

  /** What a stream had said before it failed. */
  static class Partly extends Exception {
    final Object said;

    Partly(Object said, RuntimeException cause) {
      super(cause);
      this.said = said;
    }
  }

  private static final Map<String, Map<String, Ask>> ASKS =
      Map.of("anthropic", new Claude().asks(), "openai", new Gpt().asks());

  public static void main(String[] args) throws Exception {
    ExecutorService pool = Executors.newCachedThreadPool();
    ScheduledExecutorService patience = Executors.newScheduledThreadPool(1);
    List<ObjectNode> calls = new ArrayList<>();
    for (JsonNode call : JSON.readTree(System.in)) calls.add((ObjectNode) call);
    // What has a limit comes last: loading all classes takes longer than some of them.
    for (boolean isLimited : List.of(false, true)) {
      Map<ObjectNode, Future<Object>> answers = new IdentityHashMap<>();
      for (ObjectNode call : calls) {
        int giveUp = call.path("giveUp").asInt(0);
        if ((giveUp > 0 || call.has("timeout")) != isLimited) continue;
        Future<Object> answer = pool.submit(() -> play(call));
        answers.put(call, answer);
        if (giveUp > 0) patience.schedule(() -> answer.cancel(true), giveUp, TimeUnit.MILLISECONDS);
      }
      for (var entry : answers.entrySet()) settle(entry.getKey(), entry.getValue());
    }
    System.out.println(JSON.writeValueAsString(calls));
    // Pools of the clients and of ours would wait for more.
    System.exit(0);
  }

  private static Object play(JsonNode call) throws Exception {
    Ask ask = ASKS.get(call.get("vendor").asText()).get(call.get("ask").asText());
    return ask.of(new Call(call.get("model").asText(), call.get("prompt").asText(), call.path("timeout").asInt(0)));
  }

  private static void settle(ObjectNode call, Future<Object> answer) throws Exception {
    call.put("text", "").put("error", "").put("says", "").put("word", "");
    try {
      call.put("text", JSON.writeValueAsString(answer.get()));
    } catch (CancellationException late) {
      call.put("error", "given up");
    } catch (ExecutionException failed) {
      Throwable cause = failed.getCause();
      if (cause instanceof Partly partly) {
        call.put("text", JSON.writeValueAsString(partly.said));
        cause = partly.getCause();
      }
      call.put("error", nameOf(cause)).put("says", String.valueOf(cause.getMessage())).put("word", wordOf(cause));
    }
  }

  /** The vendor's own word for what went wrong. */
  private static String wordOf(Throwable failed) {
    if (failed instanceof com.anthropic.errors.AnthropicServiceException told)
      return told.type().map(Object::toString).orElse("");
    if (failed instanceof com.openai.errors.OpenAIServiceException told) return told.code().orElse("");
    return "";
  }

  private static String nameOf(Throwable failed) {
    String name = failed.getClass().getSimpleName();
    if (failed instanceof com.anthropic.errors.AnthropicServiceException told) return name + " " + told.statusCode();
    if (failed instanceof com.openai.errors.OpenAIServiceException told) return name + " " + told.statusCode();
    return name;
  }
}
