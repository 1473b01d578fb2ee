/** The Toxiproxy client for Java drives ours, with bytes going through. Ends with an error at the first that isn't so. */
import eu.rekawek.toxiproxy.Proxy;
import eu.rekawek.toxiproxy.ToxiproxyClient;
import eu.rekawek.toxiproxy.model.ToxicDirection;
import eu.rekawek.toxiproxy.model.toxic.Latency;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.regex.Pattern;

public class Client {
  private static int held = 0;

  public static void main(String[] args) throws Exception {
    var process =
        new ProcessBuilder("node", "dist/bin.js", "proxy", "-port", "0")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (var echo = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"))) {
      answer(echo);
      var line = new BufferedReader(new InputStreamReader(process.getInputStream())).readLine();
      var url = Pattern.compile("http://(.*):(\\d+)").matcher(line);
      check("it says where it is", url.find());
      var client = new ToxiproxyClient(url.group(1), Integer.parseInt(url.group(2)));
      drive(client, "127.0.0.1:" + echo.getLocalPort());
    } finally {
      process.destroy();
    }
    check("it ends well when it is told to", process.waitFor() == 0);
    System.out.println("Java client: " + held + " held");
  }

  private static void drive(ToxiproxyClient client, String upstream) throws Exception {
    check("it is a version that clients know", client.version().contains("2.12.0"));
    var proxy = client.createProxy("echo", "127.0.0.1:0", upstream);
    check("it is as it was made", proxy.isEnabled() && proxy.getUpstream().equals(upstream));
    check("a name can be taken once", fails(() -> client.createProxy("echo", "127.0.0.1:0", upstream)));
    check("it is listed", client.getProxies().size() == 1 && client.getProxy("echo").getListen().equals(proxy.getListen()));
    check("what isn't there can't be got", client.getProxyOrNull("nobody") == null);
    check("bytes come back", roundTrip(proxy) >= 0);
    toxics(proxy);
    states(client, proxy);
    proxy.delete();
    check("it is gone", client.getProxies().isEmpty());
  }

  private static void toxics(Proxy proxy) throws Exception {
    Latency far = proxy.toxics().latency("far", ToxicDirection.UPSTREAM, 60);
    check("latency is felt", roundTrip(proxy) >= 60);
    far.setLatency(90).setJitter(5).setToxicity(0.5f);
    Latency kept = proxy.toxics().get("far", Latency.class);
    check("a toxic is as it was changed", kept.getLatency() == 90 && kept.getJitter() == 5 && kept.getToxicity() == 0.5f);
    proxy.toxics().bandwidth("thin", ToxicDirection.DOWNSTREAM, 1000);
    proxy.toxics().slicer("pieces", ToxicDirection.DOWNSTREAM, 10, 5);
    proxy.toxics().slowClose("late", ToxicDirection.DOWNSTREAM, 5);
    var names = proxy.toxics().getAll().stream().map(one -> one.getName()).toList();
    check("toxics are listed in order", names.equals(List.of("far", "thin", "pieces", "late")));
    far.remove();
    check("one that was removed is gone", fails(() -> proxy.toxics().get("far")));
    proxy.toxics().resetPeer("gone", ToxicDirection.DOWNSTREAM, 0);
    check("a reset is felt", fails(() -> roundTrip(proxy)));
  }

  private static void states(ToxiproxyClient client, Proxy proxy) throws Exception {
    proxy.disable();
    check("one that is disabled refuses", refuses(proxy));
    client.reset();
    check("a reset takes all toxics away", client.getProxy("echo").toxics().getAll().isEmpty());
    check("and brings it back", client.getProxy("echo").isEnabled() && roundTrip(proxy) >= 0);
  }

  /** In milliseconds. */
  private static double roundTrip(Proxy proxy) throws IOException {
    var parts = proxy.getListen().split(":");
    try (var socket = new Socket(parts[0], Integer.parseInt(parts[1]))) {
      socket.setSoTimeout(10_000);
      var begun = System.nanoTime();
      socket.getOutputStream().write('x');
      if (socket.getInputStream().read() != 'x') throw new IOException("it ended");
      return (System.nanoTime() - begun) / 1e6;
    }
  }

  private static boolean refuses(Proxy proxy) throws IOException {
    try {
      roundTrip(proxy);
      return false;
    } catch (ConnectException refused) {
      return true;
    }
  }

  private interface Work {
    void run() throws Exception;
  }

  private static boolean fails(Work work) throws Exception {
    try {
      work.run();
      return false;
    } catch (IOException told) {
      return true;
    }
  }

  private static void check(String what, boolean holds) {
    if (!holds) throw new AssertionError("not so: " + what);
    held += 1;
  }

  private static void answer(ServerSocket server) {
    start(
        () -> {
          while (true) {
            var socket = server.accept();
            start(
                () -> {
                  try (socket) {
                    socket.getInputStream().transferTo(socket.getOutputStream());
                  }
                });
          }
        });
  }

  private static void start(Work work) {
    var thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (Exception ended) {
                // Whoever was served is gone, or the server is.
              }
            });
    thread.setDaemon(true);
    thread.start();
  }
}
