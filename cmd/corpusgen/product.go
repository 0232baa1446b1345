package main

// kind is a kind of product: what it is called, what it is for, and the parts
// of it in which flaws are found.
type kind struct {
	name     text
	fits     string // letters of the weaknesses that it has
	firmware bool   // its versions are those of a firmware
	quoted   bool   // a Japanese text puts its name in brackets
	library  bool   // others build it into their products
	about    []text // whole sentences
	parts    []text
	suffixes []string // how its products are called, after the brand
}

var kinds = []*kind{
	{
		name: text{"Wi-Fiルータ", "Wi-Fi router"}, fits: "wd", firmware: true, quoted: true,
		about: []text{
			{"{product}は、家庭および小規模オフィス向けのWi-Fiルータです。", "{product} is a Wi-Fi router for homes and small offices."},
			{"{product}は、{maker}が提供する法人向けのWi-Fiルータで、複数の拠点をまとめて管理する機能を持ちます。", "{product} is a Wi-Fi router for businesses, provided by {maker}, that manages several sites together."},
		},
		parts: []text{
			{"管理画面の診断機能", "the diagnostics page of the web interface"}, {"来客用ネットワークの設定機能", "the settings of the guest network"},
			{"ファームウェアの更新機能", "the firmware update function"}, {"遠隔管理機能", "the remote management function"}, {"ログの表示機能", "the log viewer"},
		},
		suffixes: []string{"AX1800", "AX3000", "AX5400", "BE7200", "WR-210", "WR-340"},
	},
	{
		name: text{"ネットワークカメラ", "network camera"}, fits: "wdm", firmware: true, quoted: true,
		about: []text{
			{"{product}は、店舗や駐車場などの監視に用いられるネットワークカメラです。", "{product} is a network camera for monitoring shops, car parks and the like."},
			{"{product}は、{maker}が製造するネットワークカメラで、映像をクラウドに保存する機能を持ちます。", "{product} is a network camera, manufactured by {maker}, that can store video in the cloud."},
		},
		parts: []text{
			{"映像の配信機能", "the video streaming function"}, {"カメラの設定画面", "the settings page of the camera"},
			{"動体検知の通知機能", "the notification of motion detection"}, {"ONVIFサービス", "the ONVIF service"},
		},
		suffixes: []string{"NC-20", "NC-31", "Dome 4", "View 2K", "Eye P", "Outdoor 3"},
	},
	{
		name: text{"NAS", "network attached storage"}, fits: "wdm", firmware: true, quoted: true,
		about: []text{
			{"{product}は、小規模オフィス向けのNASで、外出先からファイルを参照する機能を持ちます。", "{product} is network attached storage for small offices, whose files can also be viewed from outside."},
			{"{product}は、{maker}が提供するNASです。共有フォルダのほか、写真やバックアップのためのアプリを追加できます。", "{product} is network attached storage provided by {maker}. Beside shared folders it takes apps for photos and backups."},
		},
		parts: []text{
			{"ファイル共有のリンク作成機能", "the function that makes links to shared files"}, {"写真アルバムのアプリ", "the photo album app"},
			{"バックアップの受け付け処理", "the backup receiver"}, {"ユーザ管理画面", "the user management page"},
		},
		suffixes: []string{"Box 2", "Box 4", "TS-200", "TS-800R", "Vault", "Station Mini"},
	},
	{
		name: text{"複合機", "multifunction printer"}, fits: "wdm", firmware: true, quoted: true,
		about: []text{
			{"{product}は、印刷、複写、スキャンおよびファクスの機能を持つオフィス向けの複合機です。", "{product} is a multifunction printer for offices that prints, copies, scans and faxes."},
			{"{product}は、{maker}が製造する複合機です。スキャンした文書をメールや共有フォルダに送信できます。", "{product} is a multifunction printer manufactured by {maker}. It sends scanned documents by e-mail or to shared folders."},
		},
		parts: []text{
			{"アドレス帳の編集画面", "the editor of the address book"}, {"印刷ジョブの受け付け処理", "the receiver of print jobs"},
			{"スキャン文書の送信機能", "the function that sends scanned documents"}, {"機器情報の表示画面", "the page with device information"},
		},
		suffixes: []string{"MF-3100", "MF-5200C", "Color 70", "Desk 20i", "PrintOne"},
	},
	{
		name: text{"PLC", "programmable logic controller"}, fits: "dm", firmware: true, quoted: true,
		about: []text{
			{"{product}は、工場の設備を制御するPLCです。", "{product} is a programmable logic controller for factory equipment."},
			{"{product}は、{maker}が製造するPLCで、Ethernet経由でのプログラム書き込みに対応しています。", "{product} is a programmable logic controller, manufactured by {maker}, whose program can be written over Ethernet."},
		},
		parts: []text{
			{"Ethernet通信ユニット", "the Ethernet communication unit"}, {"プログラムの書き込み処理", "the function that writes programs"},
			{"時刻同期の処理", "the time synchronization"}, {"Modbus TCPの応答処理", "the Modbus TCP responder"},
		},
		suffixes: []string{"MD-3", "MD-7", "CPU-R12", "FX-C", "Logic 200", "SQ-40"},
	},
	{
		name: text{"IoTゲートウェイ", "IoT gateway"}, fits: "wdm", firmware: true, quoted: true,
		about: []text{
			{"{product}は、センサや計測器の値を集約し、通信回線を通じて報告するIoTゲートウェイです。", "{product} is an IoT gateway that collects values of sensors and meters and reports them over a network."},
			{"{product}は、{maker}が提供するIoTゲートウェイで、水道やガスの遠隔検針などに使用されています。", "{product} is an IoT gateway provided by {maker}, used for example to read water and gas meters remotely."},
		},
		parts: []text{
			{"MQTTの接続処理", "the MQTT connection handler"}, {"計測値の一覧画面", "the list of measured values"},
			{"証明書の登録機能", "the function that registers certificates"}, {"設定ファイルの取り込み機能", "the import of configuration files"},
		},
		suffixes: []string{"Link", "Gate 5", "GW-110", "GW-420L", "Edge S", "Relay"},
	},
	{
		name: text{"VPN装置", "VPN appliance"}, fits: "wdm", firmware: true, quoted: true,
		about: []text{
			{"{product}は、社外から社内ネットワークへの接続に用いられるVPN装置です。", "{product} is a VPN appliance for connecting to an internal network from outside."},
			{"{product}は、{maker}が提供する拠点間接続用のVPN装置です。", "{product} is a VPN appliance, provided by {maker}, for connections between sites."},
		},
		parts: []text{
			{"SSL-VPNのポータル画面", "the SSL-VPN portal"}, {"IKEv2の鍵交換処理", "the IKEv2 key exchange"},
			{"接続ログの出力処理", "the writer of connection logs"}, {"クライアント配布機能", "the distribution of clients"},
		},
		suffixes: []string{"Secure 100", "Secure 500", "VG-1", "VG-12", "Tunnel X"},
	},
	{
		name: text{"WordPress用プラグイン", "WordPress plugin"}, fits: "w", quoted: true,
		about: []text{
			{"{product}は、ウェブサイトに入力フォームを追加するWordPress用プラグインです。", "{product} is a WordPress plugin that adds forms to a website."},
			{"{product}は、予約の受け付けと管理を行うWordPress用プラグインです。", "{product} is a WordPress plugin that takes and manages reservations."},
			{"{product}は、記事に目次や関連記事の一覧を追加するWordPress用プラグインです。", "{product} is a WordPress plugin that adds tables of contents and lists of related posts to articles."},
		},
		parts: []text{
			{"ショートコードの処理", "the shortcode handler"}, {"管理画面の設定ページ", "the settings page"},
			{"CSVのエクスポート機能", "the CSV export"}, {"フォームの確認画面", "the confirmation page of the form"},
		},
		suffixes: []string{"Form", "Booking", "Toc", "Slider", "Related Posts", "Gallery"},
	},
	{
		name: text{"グループウェア", "groupware"}, fits: "w", quoted: true,
		about: []text{
			{"{product}は、回覧板、掲示板、施設予約などの機能を持つグループウェアです。", "{product} is groupware with circulars, bulletin boards, facility reservations and the like."},
			{"{product}は、{maker}が提供する中小企業向けのグループウェアです。", "{product} is groupware for small and medium-sized companies, provided by {maker}."},
		},
		parts: []text{
			{"掲示板のコメント機能", "the comments of the bulletin board"}, {"施設予約の一覧画面", "the list of facility reservations"},
			{"ファイル管理機能", "the file manager"}, {"スケジュールの検索機能", "the search of schedules"}, {"ワークフローの承認画面", "the approval page of the workflow"},
		},
		suffixes: []string{"Office", "Board", "Desk", "Works", "Portal"},
	},
	{
		name: text{"ECサイト構築パッケージ", "e-commerce package"}, fits: "w", quoted: true,
		about: []text{
			{"{product}は、オンラインショップを構築するためのパッケージソフトウェアです。", "{product} is packaged software for building online shops."},
			{"{product}は、{maker}が提供するオープンソースのECサイト構築パッケージで、拡張機能を追加できます。", "{product} is an open-source e-commerce package, provided by {maker}, that takes extensions."},
		},
		parts: []text{
			{"受注管理画面", "the order management page"}, {"商品画像の登録機能", "the function that registers product images"},
			{"会員のマイページ", "the member page"}, {"クーポンの入力処理", "the entry of coupons"},
		},
		suffixes: []string{"Cart", "Shop", "EC 4", "Store", "Mall"},
	},
	{
		name: text{"Androidアプリ", "Android app"}, fits: "a", quoted: true,
		about: []text{
			{"{product}は、店舗のクーポンや会員証を表示するAndroidアプリです。", "{product} is an Android app that shows coupons and membership cards of shops."},
			{"{product}は、{maker}が提供する家電の操作用アプリです。", "{product} is an app of {maker} for operating household appliances."},
			{"{product}は、歩数や睡眠の記録を家族と共有するためのAndroidアプリです。", "{product} is an Android app for sharing records of steps and sleep with the family."},
		},
		parts: []text{
			{"アプリ内ブラウザ", "the in-app browser"}, {"ログイン処理", "the login"}, {"通知の処理", "the handling of notifications"}, {"機器との連携機能", "the link with devices"},
		},
		suffixes: []string{"Pocket", "Wallet", "Remote", "Note", "Life", "Go"},
	},
	{
		name: text{"iOSアプリ", "iOS app"}, fits: "a", quoted: true,
		about: []text{
			{"{product}は、交通機関の時刻表と運行状況を確認するためのiOSアプリです。", "{product} is an iOS app for timetables and service status of public transport."},
			{"{product}は、{maker}が提供するiOSアプリで、防災情報や避難所の位置を表示します。", "{product} is an iOS app of {maker} that shows disaster information and the places of shelters."},
		},
		parts: []text{
			{"アカウントの連携機能", "the link with accounts"}, {"地図の表示処理", "the map view"}, {"共有リンクの処理", "the handling of shared links"},
		},
		suffixes: []string{"Pocket", "Timetable", "Alert", "Map", "Diary"},
	},
	{
		name: text{"ライブラリ", "library"}, fits: "lm", quoted: true, library: true,
		about: []text{
			{"{product}は、複数のアーカイブ形式を扱うオープンソースのライブラリです。", "{product} is an open-source library for several archive formats."},
			{"{product}は、組み込み機器向けの軽量なTLS実装です。", "{product} is a small implementation of TLS for embedded devices."},
			{"{product}は、画像の読み込みと変換を行うオープンソースのライブラリで、多くの製品に組み込まれています。", "{product} is an open-source library that reads and converts images and is built into many products."},
		},
		parts: []text{
			{"ヘッダの解析処理", "the header parser"}, {"圧縮データの展開処理", "the decompressor"}, {"拡張領域の読み取り処理", "the reader of extension areas"}, {"コールバックの呼び出し処理", "the dispatcher of callbacks"},
		},
		suffixes: []string{"Arc", "TLS", "Image", "Parse", "Codec", "Link"},
	},
	{
		name: text{"プロトコルスタック", "protocol stack"}, fits: "m", quoted: true, library: true,
		about: []text{
			{"{product}は、組み込み機器に搭載されるTCP/IPプロトコルスタックです。", "{product} is a TCP/IP protocol stack for embedded devices."},
			{"{product}は、{maker}が提供するBluetooth Low Energyのプロトコルスタックで、計測器や家電などに組み込まれています。", "{product} is a Bluetooth Low Energy protocol stack, provided by {maker}, in meters, household appliances and the like."},
		},
		parts: []text{
			{"断片化されたパケットの再構成処理", "the reassembly of fragmented packets"}, {"DNSの応答の解析処理", "the parser of DNS responses"},
			{"TCPオプションの解析処理", "the parser of TCP options"}, {"ペアリングの処理", "the pairing"},
		},
		suffixes: []string{"Net", "IP", "Stack 3", "uTCP", "BLE"},
	},
	{
		name: text{"Windows用ソフトウェア", "Windows software"}, fits: "s", quoted: true,
		about: []text{
			{"{product}は、帳票の作成と電子申請に用いられるWindows用ソフトウェアです。", "{product} is Windows software for making forms and applying electronically."},
			{"{product}は、{maker}が提供するファイルの暗号化ソフトウェアです。", "{product} is file encryption software provided by {maker}."},
		},
		parts: []text{
			{"インストーラ", "the installer"}, {"自動更新の処理", "the automatic update"}, {"自己解凍形式のファイル", "the self-extracting file"}, {"常駐プログラム", "the resident program"},
		},
		suffixes: []string{"Form Pro", "Crypt", "Viewer", "Entry", "Sync"},
	},
	{
		name: text{"バックアップソフトウェア", "backup software"}, fits: "sm", quoted: true,
		about: []text{
			{"{product}は、サーバおよび端末のデータを定期的に保存するバックアップソフトウェアです。", "{product} is backup software that saves the data of servers and terminals at intervals."},
			{"{product}は、{maker}が提供するバックアップソフトウェアで、仮想環境にも対応しています。", "{product} is backup software, provided by {maker}, that supports virtual environments as well."},
		},
		parts: []text{
			{"エージェントの通信処理", "the communication of the agent"}, {"復元ウィザード", "the restore wizard"}, {"スケジュール管理サービス", "the scheduling service"},
		},
		suffixes: []string{"Backup", "Backup Server", "Restore", "Keeper"},
	},
	{
		name: text{"HMI作画ソフトウェア", "HMI design software"}, fits: "sm", quoted: true,
		about: []text{
			{"{product}は、設備の操作画面を作成するためのソフトウェアです。", "{product} is software for designing the operating screens of equipment."},
			{"{product}は、{maker}が提供するHMI作画ソフトウェアで、同社の表示器とともに使用されます。", "{product} is HMI design software of {maker} that is used with its displays."},
		},
		parts: []text{
			{"プロジェクトファイルの読み込み処理", "the reader of project files"}, {"画面部品の取り込み処理", "the import of screen parts"}, {"シミュレータ", "the simulator"},
		},
		suffixes: []string{"Designer", "Screen", "Studio V8", "Builder"},
	},
	{
		name: text{"医用画像ビューワ", "medical image viewer"}, fits: "sm", quoted: true,
		about: []text{
			{"{product}は、CTやMRIなどの画像を表示するための医用画像ビューワです。", "{product} is a medical image viewer for CT, MRI and the like."},
			{"{product}は、{maker}が提供する医用画像ビューワで、院内の画像サーバと連携して動作します。", "{product} is a medical image viewer, provided by {maker}, that works with the image server of a hospital."},
		},
		parts: []text{
			{"DICOMファイルの解析処理", "the parser of DICOM files"}, {"画像の圧縮展開処理", "the decompressor of images"}, {"検査一覧の取得処理", "the fetching of the list of examinations"},
		},
		suffixes: []string{"View", "Dicom Lite", "Clinic", "Image 5"},
	},
	{
		name: text{"メールサーバソフトウェア", "mail server software"}, fits: "wm", quoted: true,
		about: []text{
			{"{product}は、企業や学校で用いられるメールサーバソフトウェアです。", "{product} is mail server software for companies and schools."},
			{"{product}は、{maker}が提供するメールサーバソフトウェアで、ウェブメールの機能を含みます。", "{product} is mail server software, provided by {maker}, that includes webmail."},
		},
		parts: []text{
			{"ウェブメールの本文表示処理", "the message view of the webmail"}, {"添付ファイルの処理", "the handling of attachments"}, {"SMTPの受信処理", "the SMTP receiver"}, {"メーリングリストの管理画面", "the management page of mailing lists"},
		},
		suffixes: []string{"Mail", "Mail Server", "Post", "MX"},
	},
	{
		name: text{"UPS管理ソフトウェア", "UPS management software"}, fits: "wds", quoted: true,
		about: []text{
			{"{product}は、無停電電源装置（UPS）を監視し、停電時にコンピュータを安全に停止させるソフトウェアです。", "{product} monitors uninterruptible power supplies (UPS) and shuts computers down safely when the power fails."},
		},
		parts: []text{
			{"ウェブ管理画面", "the web interface"}, {"シャットダウンの指示を受け付ける処理", "the receiver of shutdown commands"}, {"イベント通知の設定機能", "the settings of event notifications"},
		},
		suffixes: []string{"Power Manager", "Shutdown Box", "UPS Monitor"},
	},
}

// brands begin the names of products.
var brands = []string{
	"Akebono-E", "Amagumo", "Asanagi", "Benibana", "Chidori", "Dandan", "Ezomatsu", "Fuurin", "Fukinotou", "Ginga-E",
	"Hakobune", "Hanabi", "Harusame", "Hoshikuzu", "Inazuma-E", "Iwashigumo", "Kagerou", "Kairan", "Kakigori", "Karakuri",
	"Kasumi", "Kazamidori", "Kodama-E", "Kogarashi", "Komorebi", "Konohana", "Kumade", "Madobe", "Matsukaze", "Mikazuki",
	"Minamo", "Mochizuki-E", "Momiji-E", "Namima", "Natsukusa", "Nijiiro", "Noboribe", "Oboro", "Otohime-E", "Rakuyou",
	"Sazanami", "Shigure", "Shiosai", "Suzunari", "Tampopo", "Tanabata", "Tasogare", "Tokonatsu", "Tsubame-E", "Tsurara",
	"Uguisu", "Unkai", "Utakata", "Wakaba-E", "Yamanami", "Yoiyami", "Yonaga", "Yukimi-E", "Yuunagi", "Zensai",
}
