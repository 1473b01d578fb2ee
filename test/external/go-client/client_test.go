// The original's own client for Go drives ours, with bytes going through.
package main

import (
	"bufio"
	"errors"
	"io"
	"net"
	"os"
	"os/exec"
	"regexp"
	"syscall"
	"testing"
	"time"

	toxiproxy "github.com/Shopify/toxiproxy/v2/client"
)

var client *toxiproxy.Client

func TestMain(m *testing.M) {
	os.Exit(beside(m))
}

// The built command on a free port; it has to end well when it is told to.
func beside(m *testing.M) int {
	command := exec.Command("node", "../../../dist/bin.js", "proxy", "-port", "0")
	out, err := command.StdoutPipe()
	if err != nil {
		panic(err)
	}
	if err := command.Start(); err != nil {
		panic(err)
	}
	line, _ := bufio.NewReader(out).ReadString('\n')
	client = toxiproxy.NewClient(regexp.MustCompile(`http://\S+`).FindString(line))
	code := m.Run()
	_ = command.Process.Signal(syscall.SIGTERM)
	if err := command.Wait(); err != nil {
		println("it did not end well:", err.Error())
		return 1
	}
	return code
}

// The address of a server that says everything again.
func echo(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				defer connection.Close()
				_, _ = io.Copy(connection, connection)
			}()
		}
	}()
	return listener.Addr().String()
}

func proxied(t *testing.T) *toxiproxy.Proxy {
	t.Helper()
	proxy, err := client.CreateProxy("echo", "127.0.0.1:0", echo(t))
	must(t, err)
	t.Cleanup(func() { _ = proxy.Delete() })
	return proxy
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func statusOf(err error) int {
	var told *toxiproxy.ApiError
	if errors.As(err, &told) {
		return told.Status
	}
	return 0
}

// How long one byte takes there and back; an error where it does not come back.
func roundTrip(proxy *toxiproxy.Proxy) (time.Duration, error) {
	connection, err := net.DialTimeout("tcp", proxy.Listen, 10*time.Second)
	if err != nil {
		return 0, err
	}
	defer connection.Close()
	_ = connection.SetDeadline(time.Now().Add(10 * time.Second))
	begun := time.Now()
	if _, err := connection.Write([]byte("x")); err != nil {
		return 0, err
	}
	_, err = io.ReadFull(connection, make([]byte, 1))
	return time.Since(begun), err
}

func TestProxiesComeAndGo(t *testing.T) {
	proxy := proxied(t)
	if _, err := client.CreateProxy("echo", "127.0.0.1:0", proxy.Upstream); statusOf(err) != 409 {
		t.Fatal("a name can be taken once, but:", err)
	}
	all, err := client.Proxies()
	must(t, err)
	if len(all) != 1 || all["echo"].Listen != proxy.Listen || !all["echo"].Enabled {
		t.Fatal("not as it was made:", all)
	}
	must(t, proxy.Delete())
	if _, err := client.Proxy("echo"); statusOf(err) != 404 {
		t.Fatal("it is still there:", err)
	}
}

func TestPopulateMakesWhatIsMissing(t *testing.T) {
	proxy := proxied(t)
	other := toxiproxy.Proxy{Name: "other", Listen: "127.0.0.1:0", Upstream: proxy.Upstream, Enabled: true}
	made, err := client.Populate([]toxiproxy.Proxy{*proxy, other})
	must(t, err)
	for _, one := range made {
		if one.Name == "other" {
			_, err := roundTrip(one)
			must(t, err)
			must(t, one.Delete())
		}
	}
	if len(made) != 2 {
		t.Fatal("both are told, but:", made)
	}
}

func TestToxicsAreKeptAsTheyAreSaid(t *testing.T) {
	proxy := proxied(t)
	_, err := proxy.AddToxic("", "latency", "downstream", 0.5, toxiproxy.Attributes{"latency": 5})
	must(t, err)
	_, err = proxy.UpdateToxic("latency_downstream", 0.25, toxiproxy.Attributes{"jitter": 3})
	must(t, err)
	toxics, err := proxy.Toxics()
	must(t, err)
	if len(toxics) != 1 || toxics[0].Toxicity != 0.25 ||
		toxics[0].Attributes["latency"] != 5.0 || toxics[0].Attributes["jitter"] != 3.0 {
		t.Fatal("not as it was said:", toxics)
	}
	if _, err := proxy.AddToxic("", "nonsense", "downstream", 1, nil); statusOf(err) != 400 {
		t.Fatal("there is no such toxic, but:", err)
	}
	must(t, proxy.RemoveToxic("latency_downstream"))
	if err := proxy.RemoveToxic("latency_downstream"); statusOf(err) != 404 {
		t.Fatal("it was gone, but:", err)
	}
}

func TestLatencyIsFeltUntilAllIsReset(t *testing.T) {
	proxy := proxied(t)
	_, err := client.AddToxic(&toxiproxy.ToxicOptions{
		ProxyName: "echo", ToxicName: "far", ToxicType: "latency", Stream: "upstream",
		Toxicity: 1, Attributes: toxiproxy.Attributes{"latency": 60},
	})
	must(t, err)
	took, err := roundTrip(proxy)
	must(t, err)
	if took < 60*time.Millisecond {
		t.Fatal("it took only", took)
	}
	must(t, client.ResetState())
	toxics, err := proxy.Toxics()
	must(t, err)
	if len(toxics) != 0 {
		t.Fatal("it is still there:", toxics)
	}
}

func TestOneThatIsDisabledRefuses(t *testing.T) {
	proxy := proxied(t)
	must(t, proxy.Disable())
	if _, err := roundTrip(proxy); !errors.Is(err, syscall.ECONNREFUSED) {
		t.Fatal("it should refuse, but:", err)
	}
	must(t, proxy.Enable())
	_, err := roundTrip(proxy)
	must(t, err)
}

func TestOneThatResetsSaysSo(t *testing.T) {
	proxy := proxied(t)
	_, err := proxy.AddToxic("", "reset_peer", "downstream", 1, toxiproxy.Attributes{"timeout": 0})
	must(t, err)
	if _, err := roundTrip(proxy); !errors.Is(err, syscall.ECONNRESET) {
		t.Fatal("it should reset, but:", err)
	}
}
