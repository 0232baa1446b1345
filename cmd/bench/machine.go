package main

import (
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
)

// machine is where it was measured. What the system does not tell stays empty.
type machine struct {
	CPU        string `json:"cpu"`
	Cores      int    `json:"cores"`
	System     string `json:"system"`
	FileSystem string `json:"file_system"`
	Go         string `json:"go"`
	Load       string `json:"load_before"`
}

func thisMachine(dir string) machine {
	m := machine{Cores: runtime.NumCPU(), System: runtime.GOOS + "/" + runtime.GOARCH, Go: runtime.Version(), Load: loadAverage()}
	info, _ := os.ReadFile("/proc/cpuinfo")
	for line := range strings.Lines(string(info)) {
		if key, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(key) == "model name" {
			m.CPU = strings.TrimSpace(value)
			break
		}
	}
	if release, err := os.ReadFile("/proc/sys/kernel/osrelease"); err == nil {
		major, _, _ := strings.Cut(strings.TrimSpace(string(release)), "-")
		m.System += " " + major
	}
	if out, err := exec.Command("stat", "-f", "-c", "%T", dir).Output(); err == nil {
		m.FileSystem = strings.TrimSpace(string(out))
	}
	return m
}

func (m machine) String() string {
	return fmt.Sprintf("%d cores of %s, %s, %s, %s", m.Cores, m.CPU, m.System, m.FileSystem, m.Go)
}

// loadAverage is of the last minute, five and fifteen; "" if the system does
// not tell. Where it is not near zero, others used the machine too.
func loadAverage() string {
	data, _ := os.ReadFile("/proc/loadavg")
	fields := strings.Fields(string(data))
	return strings.Join(fields[:min(3, len(fields))], " ")
}
